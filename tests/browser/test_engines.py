"""The promises that depend on the engine, kept in Chromium, Firefox and WebKit."""

import time
from collections.abc import Callable, Generator

import pytest

from tests.browser import landing
from tests.browser.engines.opened import ENGINES, Opened
from tests.browser.engines.visitor import Visitor
from tests.browser.engines.window import DESK
from tests.browser.instance import Instance
from tests.browser.landing import FIRST, RENDERED, SETTLING_SECONDS, blocks, standing
from tests.browser.stories import SHORT, STORIES, ask_the_guide

pytestmark = pytest.mark.browser

# The server knows of it, and that a moment after the page has shown it.
KNOWN = """async (module) => {
  const { ask } = await import('/scripts/api.js');
  return (await ask(`progress?module=${module}`)).blocks_read.length;
}"""
END = "() => document.querySelector('.block .prose').getBoundingClientRect().bottom - innerHeight"
EDGES = """() => [document.querySelector('.masthead').getBoundingClientRect().bottom,
  document.getElementById('page-guide').getBoundingClientRect().top]"""


@pytest.fixture(scope="module", params=ENGINES)
def member(request: pytest.FixtureRequest, engines: Opened, instance: Instance) -> Generator[Visitor]:
    """Somebody signed in, on a phone, once for each engine; at the end no page may have complained."""
    visitor = Visitor(engines.window(request.param, script=landing.LATENESS), instance)
    visitor.sign_up("Dr. Ada Osei")
    yield visitor
    trouble = visitor.window.trouble
    visitor.window.close()
    assert trouble == []


def test_going_on_lands_and_reads_nothing(member: Visitor) -> None:
    """Going on to a section shows its top 40 px down, marks nothing and keeps the place, also with slow functions."""
    _, second, third, *_ = blocks(member)
    assert list(landing.going_on(member, [second])) == []
    landing.functions_are(member, landing.SLOW_MILLISECONDS)
    assert list(landing.going_on(member, [third])) == []
    landing.functions_are(member, 0)


def test_links_and_citations_jump(member: Visitor) -> None:
    """Links and citations land 40 px down, mark nothing and move no place; the reader's own scroll then does."""
    last = blocks(member)[-1]
    assert list(landing.following_citations(member, most=1)) == []
    assert list(landing.following_links(member, [last])) == []
    member.window.wheel(195, 400, 60)
    member.wait(
        "(place) => import('/scripts/api.js').then(({ ask }) => ask('progress?module=' + place[0])).then("
        "({ modules }) => modules.find((one) => one.module === place[0]).block === place[1])",
        [FIRST, last],
    )


def test_a_section_that_was_read_is_marked(member: Visitor) -> None:
    """Who has had a section's heading and then its end before them has read it, and what is below does not move."""
    member.open(f"/learn/{FIRST}")
    member.wait(RENDERED)
    member.window.wheel(195, 400, int(member.window.evaluate(landing.TOP, blocks(member)[0])) - landing.BELOW)
    time.sleep(SETTLING_SECONDS)
    assert standing(member)[0] == [], "whose end has not been seen"
    member.window.wheel(195, 400, int(member.window.evaluate(END)) + 60)
    member.wait(KNOWN, FIRST)
    assert standing(member)[0] == blocks(member)[:1]
    assert abs(member.window.evaluate(END) + 60) < 2


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
    # An engine turns a wheel by what its compositor knows, which on a busy machine learns of the panel a little later.
    assert any(_stays(member) for _ in range(5))


def _stays(member: Visitor) -> bool:
    """Turn the wheel over the panel; say whether the lesson stayed at its beginning."""
    member.window.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
    time.sleep(0.5)
    member.window.wheel(1150, 500, 500)
    time.sleep(0.5)
    return member.window.evaluate("() => scrollY") == 0


@pytest.mark.parametrize(("engine", "name"), SHORT)
def test_stories(new_visitor: Callable[..., Visitor], engine: str, name: str) -> None:
    """The short set of stories ends well in the engines that the other journeys do not use, and axe finds nothing."""
    visitor = new_visitor(engine)
    for sight in STORIES[name](visitor):
        assert (sight, visitor.violations()) == (sight, [])
