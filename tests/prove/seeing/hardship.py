"""Chromium without anchoring, in a contrast theme, with text at 200 %, with no storage, without newer functions."""

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Browser

from tests.browser.engines.chromium import ChromiumWindow
from tests.browser.stories import STORIES, Story, four_questions, without_storage
from tests.prove.proof import Outcome
from tests.prove.seeing.stage import PICTURES, stage, told

NO_STORAGE = """for (const shelf of ['localStorage', 'sessionStorage']) {
  Object.defineProperty(window, shelf, { get() { throw new DOMException('refused', 'SecurityError'); } });
}"""
NO_ANCHORING = "addEventListener('DOMContentLoaded', () => (document.documentElement.style.overflowAnchor = 'none'));"
OLDER = """delete AbortSignal.any; delete AbortSignal.timeout;
delete Array.prototype.findLast; delete Array.prototype.at;
delete HTMLFormElement.prototype.requestSubmit; delete Request.prototype.keepalive; delete Promise.withResolvers;
delete Object.groupBy; delete Set.prototype.union; delete Array.prototype.toSorted; delete URL.canParse;
delete HTMLElement.prototype.showPopover; delete Element.prototype.checkVisibility;"""
EVERYDAY = {**{name: story for name, story in STORIES.items() if name != "certificate"}, "four": four_questions}


def hardship(size: int, seed: int) -> Outcome:
    """Tell `size` of the stories, condition by condition, with a picture of every pause."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wrong: list[str] = []
    told_now = 0
    with stage() as (instance, browser, _, _folder):
        for condition, (open_window, stories) in CONDITIONS.items():
            for name, story in list(stories.items())[: size - told_now]:
                told_now += 1
                window = open_window(browser)

                def seen(sight: str, window: ChromiumWindow = window, name: str = f"{condition}-{name}") -> None:
                    window.picture(PICTURES / f"{name}-{sight}.png".replace(" ", "-"))

                wrong += [f"{name}, {condition}: {one}" for one in told(story, window, instance, seen)]
    return Outcome(told_now, len(wrong), "; ".join(wrong) or f"{len(CONDITIONS)} conditions")


def _prepared(script: str) -> Callable[[Browser], ChromiumWindow]:
    def open_window(browser: Browser) -> ChromiumWindow:
        window = ChromiumWindow(browser)
        window.page.add_init_script(script)
        return window

    return open_window


def _large_text(browser: Browser) -> ChromiumWindow:
    window = ChromiumWindow(browser)
    session: Any = window.context.new_cdp_session(window.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    return window


def _contrast(browser: Browser) -> ChromiumWindow:
    return ChromiumWindow(browser, forced_colors="active", color_scheme="dark")


CONDITIONS: Mapping[str, tuple[Callable[[Browser], ChromiumWindow], Mapping[str, Story]]] = {
    "no-storage": (_prepared(NO_STORAGE), {"storage": without_storage}),
    "no-anchoring": (_prepared(NO_ANCHORING), {"read": STORIES["read"]}),
    "contrast": (_contrast, EVERYDAY),
    "older": (_prepared(OLDER), EVERYDAY),
    "large-text": (_large_text, {name: story for name, story in EVERYDAY.items() if name != "four"}),
}
