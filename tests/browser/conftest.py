"""One running masterclass and one Chromium for all journeys; each journey has a window of its own."""

from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests import system
from tests.browser.engines.opened import Opened
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.window import PHONE as PHONE_SIZE
from tests.browser.instance import Instance, running_instance
from tests.browser.reader import Reader

PHONE: ViewportSize = {"width": 390, "height": 844}
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_MILLISECONDS = 30_000


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    """Debian's Chromium, driven by Playwright; gone before other tests, whose event loops its own would forbid."""
    chromium = system.require("chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def instance(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Generator[Instance]:
    """What `make run` starts, once for the journeys that follow each other."""
    with running_instance(tmp_path_factory.mktemp("masterclass") / "data") as started:
        yield started


@pytest.fixture
def new_reader(browser: Browser, instance: Instance) -> Generator[Callable[..., Reader]]:
    """Open a window, a phone's unless told otherwise; at the end no page may have complained."""
    readers: list[Reader] = []

    def open_window(
        viewport: ViewportSize = PHONE, color_scheme: Literal["light", "dark"] = "light", *, scripts: bool = True
    ) -> Reader:
        context = browser.new_context(viewport=viewport, color_scheme=color_scheme, java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        readers.append(Reader(context.new_page(), instance, scripts=scripts))
        return readers[-1]

    yield open_window
    for one in readers:
        one.page.context.close()
    assert [trouble for one in readers for trouble in one.trouble] == []


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    """Someone with a phone."""
    return new_reader()


@pytest.fixture(scope="package")
def engines(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Generator[Opened]:
    """Chromium, Firefox and WebKit, each started when a journey first asks for it."""
    with ExitStack() as stack:
        yield Opened(browser, tmp_path_factory.mktemp("engines"), stack)


@pytest.fixture
def new_visitor(engines: Opened, instance: Instance) -> Generator[Callable[..., Visitor]]:
    """Open a window of any engine, a phone's unless told otherwise; at the end no page may have complained."""
    visitors: list[Visitor] = []

    def open_window(engine: str, size: tuple[int, int] = PHONE_SIZE) -> Visitor:
        visitors.append(Visitor(engines.window(engine, size), instance))
        return visitors[-1]

    yield open_window
    trouble = [one.window.trouble for one in visitors]
    for one in visitors:
        one.window.close()
    assert [said for said in trouble if said] == []
