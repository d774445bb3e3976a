"""Every page that anyone can open: whole, accessible, within a phone's width, light and dark, without a complaint."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, ViewportSize

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/learn/cash-flow-and-net-worth", "/learn/disability-and-life-insurance", "/learn/no-such-module", "/buy",
    "/sign-up", "/sign-in", "/forgot-password", "/new-password", "/welcome", "/terms", "/account", "/course",
    "/quiz/cash-flow-and-net-worth", "/certificate/none", "/problems/conflict", "/no-such-page",
)  # fmt: skip
NO_STORAGE = """for (const shelf of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, shelf, { get() { throw new DOMException("refused", "SecurityError"); } });
}"""
NEEDED = "**/scripts/markup.js"
NARROWEST: ViewportSize = {"width": 320, "height": 640}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_them(new_reader: Callable[..., Reader], scheme: str) -> None:
    """Axe finds nothing on any page, none is wider than the narrowest phone, and each has one main heading."""
    reader = new_reader(color_scheme=scheme, viewport=NARROWEST)
    for path in PAGES:
        reader.open(path)
        assert (path, reader.violations()) == (path, [])
        assert (path, reader.page.evaluate("document.documentElement.scrollWidth")) == (path, NARROWEST["width"])
        assert (path, reader.page.locator("h1:visible").count()) == (path, 1)


def test_first_page(reader: Reader) -> None:
    """The first page lists the curriculum with minutes and free marks, and says the price."""
    reader.open("/")
    rows = reader.page.locator("#modules li")
    assert rows.count() >= 3
    assert "free" in rows.first.inner_text()
    assert "min" in rows.first.inner_text()
    assert reader.page.get_by_text("$499").count() >= 2


def test_course_away(reader: Reader) -> None:
    """When the course does not answer, the first page says so and loads it once it answers again."""
    page = reader.page
    page.route("**/list-modules", lambda route: route.abort())
    reader.open("/")
    page.get_by_text("The curriculum could not be loaded.").wait_for()
    page.unroute("**/list-modules")
    page.get_by_role("button", name="Try again").click()
    page.locator("#modules li h3").first.wait_for()


def test_read_and_reach_the_wall(reader: Reader) -> None:
    """On a phone: from the first page into module 1 and on, and at module 3 one is told what full access is."""
    reader.open("/")
    page = reader.page
    page.get_by_role("link", name="Read module 1, free").click()
    page.locator(".block").first.wait_for()
    assert page.locator(".block").count() >= 4
    page.locator("#page-following").click()
    page.wait_for_url("**/student-loans-and-pslf")
    page.locator(".block").first.wait_for()
    page.locator("#page-following").click()
    page.get_by_role("heading", name="is part of full access").wait_for()
    page.get_by_text("$499").first.wait_for()
    assert page.locator(".block").count() == 0
    page.get_by_role("link", name="Get full access").click()
    page.wait_for_url("**/buy?from=*")


def test_without_javascript(new_reader: Callable[..., Reader]) -> None:
    """Without JavaScript the first page still says what this is and why the list is missing."""
    reader = new_reader(scripts=False)
    reader.open("/")
    assert reader.page.get_by_role("heading", level=1).is_visible()
    # Playwright's text search passes <noscript> over, so it is found by what it is.
    assert reader.page.locator("#curriculum noscript p", has_text="needs JavaScript").is_visible()


@pytest.mark.parametrize("path", ["/sign-up", "/sign-in", "/forgot-password", "/certificate/none"])
def test_nothing_to_press_before_it_works(new_reader: Callable[..., Reader], path: str) -> None:
    """Until its script listens a button is disabled: no press is lost, no password is sent to a page of text."""
    reader = new_reader(scripts=False)
    reader.open(path)
    buttons = reader.page.locator("main button:not([hidden])")
    assert buttons.count() >= 1
    assert [one.inner_text() for one in buttons.all() if one.is_enabled()] == []


def test_strict_policy(reader: Reader) -> None:
    """Pages come with a policy that lets no inline script or style run, and what breaks it does not run."""
    answer = reader.page.goto(reader.instance.origin + "/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "object-src 'none'" in policy or "default-src 'none'" in policy


@pytest.mark.parametrize("page", ["/learn/{}", "/quiz/{}"])
def test_known_and_unknown_addresses(reader: Reader, page: str) -> None:
    """A lesson or quiz that there is answers 200, one that there is not 404, and its page says so."""
    origin = reader.instance.origin
    known = reader.page.request.get(origin + page.format("cash-flow-and-net-worth"))
    unknown = reader.page.request.get(origin + page.format("no-such-module"))
    assert (known.status, unknown.status) == (200, 404)
    reader.open(page.format("no-such-module"))
    reader.page.locator("#page-refusal h1").wait_for()


def test_unknown_certificate(reader: Reader) -> None:
    """The page of a certificate that there is not answers 404 to a browser, and says so in words."""
    answer = reader.page.goto(reader.instance.origin + "/certificate/AAAA-BBBB-CCCC")
    assert answer is not None
    assert answer.status == 404
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    reader.page.get_by_role("heading", name="There is no certificate at this address.").wait_for()
    assert reader.violations() == []


def test_a_script_that_does_not_come(reader: Reader) -> None:
    """When a page's script fails to load the page says so at once; when it does not answer, after 8 seconds."""
    page = reader.page
    told = page.get_by_role("alert").get_by_text("A part of this page did not load")
    page.route(NEEDED, lambda route: route.abort())
    page.goto(reader.instance.origin + "/sign-in")
    told.wait_for()
    page.get_by_role("button", name="Load it again").wait_for()
    page.unroute(NEEDED)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(NEEDED, hold)
    page.clock.install()
    page.goto(reader.instance.origin + "/sign-up", wait_until="commit")
    reader.until("document.readyState !== 'loading'")
    page.clock.fast_forward(8_000)
    told.wait_for()
    held[0].continue_()
    told.wait_for(state="hidden")
    page.get_by_role("button", name="Create the account").wait_for()


def test_where_nothing_is_kept(reader: Reader) -> None:
    """With storage refused a free lesson and the shop work, and signing in says that it needs cookies."""
    page = reader.page
    page.add_init_script(NO_STORAGE)
    reader.open("/learn/cash-flow-and-net-worth")
    page.locator(".block").first.wait_for()
    reader.open("/buy")
    page.get_by_role("link", name="Create an account to continue").wait_for()
    reader.open("/sign-in")
    page.locator("#page-form").get_by_text("Signing in needs cookies.").wait_for()
    assert page.get_by_role("button", name="Sign in", exact=True).is_disabled()


def test_members_are_not_sold_what_they_have(reader: Reader) -> None:
    """With full access the first page offers the course instead of the price."""
    reader.sign_up()
    reader.instance.command("access", "grant", reader.email)
    reader.open("/")
    reader.page.get_by_text("You have full access: every module is open.").wait_for()
    reader.page.get_by_role("link", name="Go to my course").wait_for()
    assert reader.page.get_by_role("link", name="Get full access").count() == 0
