"""Going to a section by every way there is: it lands below the window's edge, marks nothing and moves no place."""

import time
from collections.abc import Iterator

from tests.browser.engines.visitor import Visitor

FIRST = "cash-flow-and-net-worth"
RENDERED = "() => document.querySelectorAll('.block-done').length"
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
BELOW, WITHIN = 40, 4
# Longer than a stop of the scroll, at which a section used to be marked.
SETTLING_SECONDS = 1.6
SLOW_MILLISECONDS = 400
# Run before a page's own scripts: functions answer as late as the reader's own storage says.
LATENESS = """(() => {
  const real = window.fetch;
  window.fetch = async (address, ...more) => {
    const late = String(address).includes('/.netlify/functions/') ? Number(localStorage.getItem('tests.late')) : 0;
    if (late) await new Promise((done) => setTimeout(done, late));
    return real(address, ...more);
  };
})();"""


def functions_are(visitor: Visitor, milliseconds: int) -> None:
    """Have functions answer that much later from the next page on; the window was opened with LATENESS."""
    visitor.window.evaluate("(late) => localStorage.setItem('tests.late', late)", milliseconds)


def blocks(visitor: Visitor) -> list[str]:
    """Return the ids of the first module's sections."""
    return [block["id"] for block in visitor.ask(f"get-module/{FIRST}")["blocks"]]


def standing(visitor: Visitor) -> tuple[list[str], str | None]:
    """Return what the server holds as read in the first module, and the place it keeps there."""
    progress = visitor.ask(f"progress?module={FIRST}")
    place = next(one["block"] for one in progress["modules"] if one["module"] == FIRST)
    return progress["blocks_read"], place


def going_on(visitor: Visitor, sections: list[str]) -> Iterator[str]:
    """Go on to each section in turn; yields what is wrong with one."""
    for block in sections:
        _keep(visitor, block)
        visitor.open(f"/learn/{FIRST}?resume=1#{block}")
        visitor.wait(RENDERED)
        yield from _wrong(visitor, block, block)


def following_links(visitor: Visitor, sections: list[str]) -> Iterator[str]:
    """Come to each section by its address, and then from the top by the table of contents."""
    place = blocks(visitor)[0]
    for block in sections:
        _keep(visitor, place)
        visitor.open("/problems/conflict")  # the same address with another #part would not be loaded anew
        visitor.open(f"/learn/{FIRST}#{block}")
        visitor.wait(RENDERED)
        yield from _wrong(visitor, block, place)
        visitor.window.evaluate("() => (document.getElementById('page-contents').open = true)")
        visitor.window.evaluate("(id) => document.querySelector(`#page-contents-list a[href='#${id}']`).click()", block)
        yield from _wrong(visitor, block, place)


def following_citations(visitor: Visitor, most: int = 20) -> Iterator[str]:
    """Ask the guide, and follow up to `most` of the answer's citations into the lesson."""
    place = blocks(visitor)[0]
    _keep(visitor, place)
    visitor.open(f"/learn/{FIRST}")
    visitor.wait(RENDERED)
    visitor.press("Ask", "#page-guide-open")
    visitor.fill("Your question", "How large should my emergency fund be, and what is net worth?")
    visitor.window.press("Enter")
    visitor.wait("() => document.querySelectorAll('.answer-actions').length")
    cited = visitor.window.evaluate("() => [...document.querySelectorAll('.citations a')].map((one) => one.hash)")
    here = [name.removeprefix("#") for name in cited if name.removeprefix("#") in blocks(visitor)]
    if not here:
        yield "nothing in this lesson is cited"
    for block in here[:most]:
        if not visitor.window.evaluate("() => document.getElementById('page-guide').open"):
            visitor.press("Ask", "#page-guide-open")
        visitor.window.evaluate("(id) => document.querySelector(`.citations a[href$='#${id}']`).click()", block)
        yield from _wrong(visitor, block, place)


def _keep(visitor: Visitor, block: str) -> None:
    visitor.ask("progress", "PUT", {"module": FIRST, "block": block, "seconds": 0})


def _wrong(visitor: Visitor, block: str, place: str) -> Iterator[str]:
    time.sleep(SETTLING_SECONDS)
    top = visitor.window.evaluate(TOP, block)
    if abs(top - BELOW) > WITHIN:
        yield f"{block}: {top:.1f} px down instead of {BELOW}"
    if (stands := standing(visitor)) != ([], place):
        yield f"{block}: read and kept are {stands} instead of {([], place)}"
