"""The promises that depend on the engine, kept in Chromium, Firefox and WebKit."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.engines.opened import ENGINES
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.window import DESK

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("engine", ENGINES)]

FIRST = "cash-flow-and-net-worth"
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
RENDERED = "() => document.querySelectorAll('.block-done').length"
# Longer than a stop of the scroll, at which a section used to be marked.
SETTLING_SECONDS = 1.6


@pytest.fixture
def member(new_visitor: Callable[..., Visitor], engine: str) -> Visitor:
    """Somebody signed in, on a phone."""
    visitor = new_visitor(engine)
    visitor.sign_up("Dr. Ada Osei")
    return visitor


def test_going_on_lands_and_reads_nothing(member: Visitor) -> None:
    """Going on to any section shows its top 40 px down, marks nothing as read and keeps the place."""
    window = member.window
    for block in blocks(member)[1:]:
        member.ask("progress", "PUT", {"module": FIRST, "block": block, "seconds": 0})
        member.open(f"/learn/{FIRST}?resume=1#{block}")
        member.wait(RENDERED)
        time.sleep(SETTLING_SECONDS)
        assert abs(window.evaluate(TOP, block) - 40) <= 4, block
        assert standing(member) == ([], block)


def test_links_and_citations_jump(member: Visitor) -> None:
    """A link to a section lands 40 px down, marks nothing and moves no place; the reader's own scroll then does."""
    window = member.window
    first, *_, last = blocks(member)
    member.ask("progress", "PUT", {"module": FIRST, "block": first, "seconds": 0})
    member.open(f"/learn/{FIRST}#{last}")
    member.wait(RENDERED)
    time.sleep(SETTLING_SECONDS)
    assert abs(window.evaluate(TOP, last) - 40) <= 4
    assert standing(member) == ([], first)
    window.wheel(195, 400, 60)
    member.wait("(place) => import('/scripts/api.js').then(({ ask }) => ask('progress?module=' + place[0])).then("
                "({ modules }) => modules.find((one) => one.module === place[0]).block === place[1])",
                [FIRST, last])  # fmt: skip


def test_a_section_that_was_read_is_marked(member: Visitor) -> None:
    """Who scrolls through a section and stops at its end has read it, and what is below does not move."""
    member.open(f"/learn/{FIRST}")
    member.wait(RENDERED)
    for _ in range(12):
        member.window.wheel(195, 400, 250)
        time.sleep(SETTLING_SECONDS + 0.4)
        if standing(member)[0]:
            break
    assert standing(member)[0] == blocks(member)[:1]


def test_the_panel_contains_its_questions(new_visitor: Callable[..., Visitor], engine: str) -> None:
    """After four questions on a low phone the panel is as high as it looks, and the lesson behind it has not moved."""
    visitor = new_visitor(engine, (390, 430))
    visitor.sign_up(next_page=f"/learn/{FIRST}")
    visitor.press("Ask", "#page-guide-open")
    panel = "() => { const one = document.getElementById('page-guide'); return [one.scrollHeight, one.clientHeight]; }"
    before = visitor.window.evaluate("() => scrollY")
    visitor.window.wheel(195, 150, 400)
    for number in range(1, 5):
        visitor.fill("Your question", f"How large should my emergency fund be? {number}")
        visitor.press("Ask", "#page-guide-send")
        visitor.wait("(many) => document.querySelectorAll('.answer-actions').length === many", number)
    scrolled, shown = visitor.window.evaluate(panel)
    assert scrolled == shown
    assert visitor.window.evaluate("() => scrollY") == before
    assert visitor.window.evaluate("() => document.documentElement.scrollWidth") == 390


def test_the_panel_stands_below_the_masthead(new_visitor: Callable[..., Visitor], engine: str) -> None:
    """At a desk the panel leaves the masthead free, and turning the wheel over it leaves the lesson where it is."""
    visitor = new_visitor(engine, DESK)
    visitor.sign_up(next_page=f"/learn/{FIRST}")
    visitor.press("Ask", "#page-guide-open")
    visitor.wait("() => document.getElementById('page-guide').open")
    edges = "() => [document.querySelector('.masthead').getBoundingClientRect().bottom, document.getElementById('page-guide').getBoundingClientRect().top]"  # noqa: E501
    head, panel = visitor.window.evaluate(edges)
    assert panel >= head
    visitor.window.wheel(1150, 500, 500)
    time.sleep(0.4)
    assert visitor.window.evaluate("() => scrollY") == 0


def blocks(visitor: Visitor) -> list[str]:
    """Return the ids of the first module's sections."""
    return [block["id"] for block in visitor.ask(f"get-module/{FIRST}")["blocks"]]


def standing(visitor: Visitor) -> tuple[list[str], str | None]:
    """Return what the server holds as read in the first module, and the place it keeps there."""
    progress: dict[str, Any] = visitor.ask(f"progress?module={FIRST}")
    place = next(one["block"] for one in progress["modules"] if one["module"] == FIRST)
    return progress["blocks_read"], place
