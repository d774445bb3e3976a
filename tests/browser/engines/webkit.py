"""Windows of WebKitGTK, Safari's engine, driven by WebKitWebDriver on a screen that nobody sees."""

import json
import os
import subprocess
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import ActionChains, Remote
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests import system
from tests.browser.engines.window import PHONE, EngineTrouble

PROGRAM = Path(__file__).with_name("webkit-window")
SCREEN = "1400x1100x24"
SCRIPT_SECONDS = 30
KEYS = {
    "Enter": Keys.ENTER,
    "Tab": Keys.TAB,
    "Escape": Keys.ESCAPE,
    "ArrowDown": Keys.ARROW_DOWN,
    "ArrowUp": Keys.ARROW_UP,
    "PageDown": Keys.PAGE_DOWN,
    "Space": Keys.SPACE,
    "End": Keys.END,
    "Home": Keys.HOME,
}
# Errors are told by the page itself: WebDriver has no word for them.
LISTEN = """() => {
  if (window.journeyTrouble) return;
  window.journeyTrouble = [];
  addEventListener('error', ({ message }) => message && window.journeyTrouble.push(message));
  addEventListener('unhandledrejection', (event) => window.journeyTrouble.push(String(event.reason)));
  addEventListener('securitypolicyviolation', ({ violatedDirective: rule, blockedURI }) =>
    window.journeyTrouble.push(`${rule} ${blockedURI}`));
}"""
RUN = """const done = arguments[arguments.length - 1];
Promise.resolve().then(() => (%s)(...JSON.parse(arguments[0])))
  .then((value) => done(JSON.stringify(value ?? null)), (error) => done('!' + error));"""


class WebKitWindow:
    """See Window."""

    def __init__(self, start: Callable[[], Service], options: Options, size: tuple[int, int] = PHONE):
        self._start, self._options, self._size = start, options, size
        self._turned = 0
        self._heard: list[str] = []
        self._is_new = True
        self._open()

    def _open(self) -> None:
        self._service = self._start()
        connection = RemoteConnection(client_config=ClientConfig(self._service.service_url))
        self._driver: Any = Remote(connection, options=self._options)  # selenium's own types say little
        self._driver.set_script_timeout(SCRIPT_SECONDS)
        self._driver.set_page_load_timeout(SCRIPT_SECONDS)
        self.resize(*self._size)

    @property
    def trouble(self) -> list[str]:
        """What the page has complained about since it was opened."""
        return self._heard + self.evaluate("() => window.journeyTrouble ?? []")

    def goto(self, address: str) -> None:
        """Open an address and wait until it has loaded.

        Once in some hundred windows the driver never answers what its first page is asked: such a window, in which
        nothing has happened, is opened anew.
        """
        try:
            self._load(address)
        except EngineTrouble:
            if not self._is_new:
                raise
            self.close()
            self._open()
            self._load(address)
        self._is_new = False

    def _load(self, address: str) -> None:
        try:
            self._driver.get(address)
        except WebDriverException as problem:
            raise EngineTrouble(problem.msg or "the page did not load") from None
        self.evaluate(LISTEN)

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Run a JavaScript function in the page; raises EngineTrouble."""
        try:
            said: str | None = self._driver.execute_async_script(RUN % function, json.dumps(arguments))
        except WebDriverException as problem:
            raise EngineTrouble(problem.msg or "the script was not answered") from None
        if said is None or said.startswith("!"):
            raise EngineTrouble(said or "no answer")
        return json.loads(said)

    def click(self, x: float, y: float) -> None:
        """Press and release the pointer at a point."""
        action: Any = ActionBuilder(self._driver)
        action.pointer_action.move_to_location(int(x), int(y))
        action.pointer_action.click()
        action.perform()

    def wheel(self, x: float, y: float, by: int) -> None:
        """Turn the wheel over a point."""
        origin = ScrollOrigin.from_viewport(int(x), int(y))
        self._turned += by  # this driver takes a turn for a state, and does what has changed since the last one
        ActionChains(self._driver).scroll_from_origin(origin, 0, self._turned).perform()

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        ActionChains(self._driver).send_keys(text).perform()

    def press(self, key: str) -> None:
        """Press a key by its name."""
        ActionChains(self._driver).send_keys(KEYS.get(key, key)).perform()

    def resize(self, width: int, height: int) -> None:
        """Make the viewport this large."""
        self._driver.set_window_size(width, height)

    def picture(self, file: Path) -> None:
        """Draw what is to be seen into a PNG."""
        self._driver.save_screenshot(str(file))

    def close(self) -> None:
        """Close the window and forget what it kept."""
        self._driver.quit()
        self._service.stop()


class WebKit:
    """A screen on which windows of WebKit open, each a browser of its own."""

    def __init__(self, environment: Mapping[str, str]):
        self._environment = dict(environment)

    def window(self, size: tuple[int, int] = PHONE, script: str = "", **settings: str) -> WebKitWindow:
        """Open a window; `script` runs first in every page, `settings` are WebKit's own, as default_font_size="32"."""
        options = Options()
        options.binary_location = str(PROGRAM)
        options.set_capability("browserName", PROGRAM.name)
        for name, value in {"script": script, **settings}.items():
            options.add_argument(f"--{name}={value}")
        return WebKitWindow(self._start, options, size)

    def _start(self) -> Service:
        service = Service(system.require("WebKitWebDriver"), env=self._environment)
        service.start()
        return service


@contextmanager
def running_webkit() -> Generator[WebKit]:
    """Start a screen of its own for WebKit's windows."""
    for needed in ("WebKitWebDriver", "WebKit2-4.1.typelib"):
        system.require(needed)
    told, tell = os.pipe()
    command = [system.require("Xvfb"), "-displayfd", str(tell), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL) as screen:
        os.close(tell)
        with os.fdopen(told) as number:
            display = f":{number.readline().strip()}"
        try:
            yield WebKit({**os.environ, "DISPLAY": display})  # noqa: TID251 (a browser wants the whole environment)
        finally:
            screen.terminate()
