"""Nothing moves while it is read: layout shift on every page and in every state, with functions 250 ms late."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, ViewportSize

from tests.browser.conftest import PHONE
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

FIRST = "cash-flow-and-net-worth"
CLOSED = "disability-and-life-insurance"
DESK: ViewportSize = {"width": 1280, "height": 900}
LATE_SECONDS = 0.25
MOST = 0.02
ANYONE = (
    "/",
    f"/learn/{FIRST}",
    f"/learn/{CLOSED}",
    f"/learn/{FIRST}#emergency-fund",
    "/learn/none",
    "/buy",
    "/sign-up",
    "/sign-in",
    "/forgot-password",
    "/new-password",
    f"/quiz/{FIRST}",
    f"/quiz/{CLOSED}",
    "/course",
    "/account",
    "/plan",
    "/numbers",
    "/certificate/none",
    "/problems/conflict",
    "/no-such-page",
)
MEMBERS = (
    "/",
    "/course",
    "/account",
    "/plan",
    f"/learn/{FIRST}",
    f"/learn/{FIRST}?resume=1#net-worth",
    f"/quiz/{FIRST}",
    "/buy",
)
WATCH = """window.moved = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.moved.push([entry.value, entry.sources.map(({ node }) =>
    `${node?.nodeName} ${node?.id ?? ''} ${node?.className ?? ''}`)]);
}).observe({ type: 'layout-shift', buffered: true });"""
SUM = "[moved.reduce((sum, [value]) => sum + value, 0), moved]"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves(new_reader: Callable[..., Reader], size: ViewportSize) -> None:
    """For a guest, a free member and one with full access every page keeps still: a layout shift of 0.02 at most."""
    guest = new_reader(viewport=size)
    _late(guest.page)
    moved = _moved(guest, ANYONE)
    member = new_reader(viewport=size)
    member.sign_up()
    _late(member.page)
    moved += _moved(member, MEMBERS)
    member.instance.command("access", "grant", member.email)
    moved += _moved(member, MEMBERS)
    assert [one for one in moved if one[1] > MOST] == []


def _late(page: Page) -> None:
    def later(route: Route) -> None:
        time.sleep(LATE_SECONDS)
        route.continue_()

    page.route("**/.netlify/functions/**", later)
    page.add_init_script(WATCH)


def _moved(reader: Reader, paths: tuple[str, ...]) -> list[tuple[str, float, object]]:
    """Return each path with how much moved on it, and what."""
    moved: list[tuple[str, float, object]] = []
    for path in paths:
        reader.open("/problems/conflict")  # the same address with another #part would not be loaded anew
        reader.open(path)
        amount, what = reader.page.evaluate(SUM)
        moved.append((path, round(amount, 4), what if amount > MOST else ""))
    return moved
