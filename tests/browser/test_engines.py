"""The promises that depend on the engine, kept in Chromium, Firefox and WebKit."""

import time
from collections.abc import Callable, Generator
from typing import Any

import pytest

from tests.browser.engines.opened import ENGINES, Opened
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.window import DESK
from tests.browser.instance import Instance
from tests.browser.stories import SHORT, STORIES, ask_the_guide

pytestmark = pytest.mark.browser

FIRST = "cash-flow-and-net-worth"
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
RENDERED = "() => document.querySelectorAll('.block-done').length"
EDGES = """() => [document.querySelector('.masthead').getBoundingClientRect().bottom,
  document.getElementById('page-guide').getBoundingClientRect().top]"""
# Longer than a stop of the scroll, at which a section used to be marked.
SETTLING_SECONDS = 1.6


@pytest.fixture(scope="module", params=ENGINES)
def member(request: pytest.FixtureRequest, engines: Opened, instance: Instance) -> Generator[Visitor]:
    """Somebody signed in, on a phone, once for each engine; at the end no page may have complained."""
    visitor = Visitor(engines.window(request.param), instance)
    visitor.sign_up("Dr. Ada Osei")
    yield visitor
    trouble = visitor.window.trouble
    visitor.window.close()
    assert trouble == []


def test_going_on_lands_and_reads_nothing(member: Visitor) -> None:
    """Going on to a section shows its top 40 px down, marks nothing as read and keeps the place."""
    window = member.window
    for block in blocks(member)[1:3]:
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
    member.wait(
        "(place) => import('/scripts/api.js').then(({ ask }) => ask('progress?module=' + place[0])).then("
        "({ modules }) => modules.find((one) => one.module === place[0]).block === place[1])",
        [FIRST, last],
    )


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


def test_the_panel_contains_its_questions(member: Visitor) -> None:
    """On a low phone the panel is as high as it looks after its questions, and the lesson behind it has not moved."""
    member.window.resize(390, 430)
    member.open(f"/learn/{FIRST}")
    member.wait(RENDERED)
    ask_the_guide(member, ["How large should my emergency fund be?", "What is a saving rate?"])


def test_the_panel_stands_below_the_masthead(member: Visitor) -> None:
    """At a desk the panel leaves the masthead free, and turning the wheel over it leaves the lesson where it is."""
    member.window.resize(*DESK)
    member.open(f"/learn/{FIRST}")
    member.wait(RENDERED)
    if not member.window.evaluate("() => document.getElementById('page-guide').open"):
        member.press("Ask", "#page-guide-open")
    member.wait("() => document.getElementById('page-guide').open")
    head, panel = member.window.evaluate(EDGES)
    assert panel >= head
    member.wait("() => document.elementFromPoint(1150, 500)?.closest('#page-guide') !== null")
    member.window.wheel(1150, 500, 500)
    time.sleep(0.4)
    assert member.window.evaluate("() => scrollY") == 0


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
@pytest.mark.parametrize("name", SHORT)
def test_stories(new_visitor: Callable[..., Visitor], engine: str, name: str) -> None:
    """The short set of stories ends well in the engines that the other journeys do not use, and axe finds nothing."""
    visitor = new_visitor(engine)
    for sight in STORIES[name](visitor):
        assert (sight, visitor.violations()) == (sight, [])


def blocks(visitor: Visitor) -> list[str]:
    """Return the ids of the first module's sections."""
    return [block["id"] for block in visitor.ask(f"get-module/{FIRST}")["blocks"]]


def standing(visitor: Visitor) -> tuple[list[str], str | None]:
    """Return what the server holds as read in the first module, and the place it keeps there."""
    progress: dict[str, Any] = visitor.ask(f"progress?module={FIRST}")
    place = next(one["block"] for one in progress["modules"] if one["module"] == FIRST)
    return progress["blocks_read"], place
