"""How much of a page moves while it comes, by Chromium's own layout shift, with functions late."""

import time

from playwright.sync_api import Page, Route, ViewportSize

from tests.browser.reader import Reader

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


def come_late(page: Page) -> None:
    """Have functions answer late from now on, and every page watch what moves."""

    def later(route: Route) -> None:
        time.sleep(LATE_SECONDS)
        route.continue_()

    page.route("**/.netlify/functions/**", later)
    page.add_init_script(WATCH)


def shifts(reader: Reader, paths: tuple[str, ...]) -> list[tuple[str, float, object]]:
    """Return each path with how much moved on it, and what."""
    moved: list[tuple[str, float, object]] = []
    for path in paths:
        reader.page.goto("about:blank")  # the same address with another #part would not be loaded anew
        reader.open(path)
        amount, what = reader.page.evaluate(SUM)
        moved.append((path, round(amount, 4), what if amount > MOST else ""))
    return moved
