"""All three engines, opened when first asked for; an engine that is not here is skipped with one line."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.engines.chromium import ChromiumWindow
from tests.browser.engines.firefox import running_firefox
from tests.browser.engines.webkit import running_webkit
from tests.browser.engines.window import PHONE, Window

ENGINES = ("chromium", "firefox", "webkit")


class Opened:
    """Opens windows of any engine; each engine is started once and ends with `stack`."""

    def __init__(self, browser: Browser, folder: Path, stack: ExitStack):
        self._browser = browser
        self._folder = folder
        self._stack = stack
        self._opens: dict[str, Callable[[tuple[int, int], str], Window]] = {}

    def window(self, engine: str, size: tuple[int, int] = PHONE, script: str = "") -> Window:
        """Open a window of `engine`, in whose pages `script` runs first; skips the test where it is not installed."""
        if engine not in self._opens:
            self._opens[engine] = self._start(engine)
        return self._opens[engine](size, script)

    def _start(self, engine: str) -> Callable[[tuple[int, int], str], Window]:
        if engine == "firefox":
            return self._stack.enter_context(running_firefox(self._folder)).window
        if engine == "webkit":
            return self._stack.enter_context(running_webkit()).window
        return lambda size, script: ChromiumWindow(self._browser, size, script)
