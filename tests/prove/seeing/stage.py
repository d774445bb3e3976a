"""What the browsers' proofs share: a running masterclass, engines, and one story told until it ends or goes wrong."""

import tempfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import system
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.window import EngineTrouble, Window
from tests.browser.instance import Instance, running_instance
from tests.browser.stories import Story

PICTURES = Path(__file__).resolve().parents[3] / ".cache" / "browsers"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def stage() -> Generator[tuple[Instance, Browser, ExitStack, Path]]:
    """Run the platform and Chromium; what else is opened ends with the stack."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        instance = stack.enter_context(running_instance(folder / "data"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=system.require("chromium"), args=SWITCHES)
        stack.callback(browser.close)
        yield instance, browser, stack, folder


def told(story: Story, window: Window, instance: Instance, seen: Callable[[str], None]) -> list[str]:
    """Tell `story`, call `seen` at each of its pauses, and return what went wrong."""
    visitor = Visitor(window, instance)
    wrong: list[str] = []
    try:
        for sight in story(visitor):
            seen(sight)
            wrong += [f"{sight}: {found}" for found in visitor.violations()]
            if (over := window.evaluate(TOO_WIDE)) > 0:
                wrong.append(f"{sight}: the page is {over} px too wide")
        wrong += window.trouble
    except (AssertionError, EngineTrouble) as problem:
        seen("where it ended")
        wrong.append(str(problem)[:300])
    finally:
        window.close()
    return wrong
