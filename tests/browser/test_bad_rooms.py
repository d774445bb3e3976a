"""Sessions in bad rooms: wrong clocks, refused refreshes, no connection, crowds, and two people at one computer."""

import json
from typing import Any

import pytest

from tests.browser.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_clock_that_is_wrong(reader: Reader, hours: int) -> None:
    """Three hours off either way: nobody is signed out, and no call asks for another token."""
    page = reader.page
    page.add_init_script(f"const now = Date.now; Date.now = () => now() + {hours} * 3600_000;")
    refreshes: list[str] = []
    page.on("request", lambda request: refreshes.append(request.url) if "refresh_token" in request.url else None)
    reader.sign_up(next_page="/account")
    for path in ("/course", "/account", "/course"):
        reader.open(path)
    assert reader.ask("account")["email"] == reader.email
    assert refreshes == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_refresh_that_is_refused_for_now(reader: Reader, status: int) -> None:
    """429 and 5xx on refresh are "later": the session is kept, free lessons open, and it goes on afterwards."""
    reader.sign_up()
    page = reader.page
    body = json.dumps({"code": status, "error_code": "over_request_rate_limit", "msg": "x"})
    page.route("**/token?grant_type=refresh_token", lambda route: route.fulfill(status=status, body=body))
    page.evaluate(
        """() => {
             const kept = JSON.parse(localStorage.getItem('masterclass.session'));
             localStorage.setItem('masterclass.session', JSON.stringify({ ...kept, expires_at: 1 }));
           }"""
    )
    page.goto(f"{reader.instance.origin}/learn/cash-flow-and-net-worth")
    page.locator(".block").first.wait_for()
    assert page.evaluate("localStorage.getItem('masterclass.session')") is not None
    page.unroute("**/token?grant_type=refresh_token")
    reader.open("/account")
    page.get_by_text(reader.email).first.wait_for()


def test_a_session_that_is_over(reader: Reader) -> None:
    """A refresh that is refused for good signs out in words, and the page's frame says so at once."""
    reader.sign_up()
    page = reader.page
    body = json.dumps({"code": 400, "error_code": "refresh_token_not_found", "msg": "Invalid Refresh Token"})
    page.route("**/token?grant_type=refresh_token", lambda route: route.fulfill(status=400, body=body))
    page.evaluate(
        """() => {
             const kept = JSON.parse(localStorage.getItem('masterclass.session'));
             localStorage.setItem('masterclass.session', JSON.stringify({ ...kept, expires_at: 1 }));
           }"""
    )
    reader.open("/account")
    page.get_by_role("heading", name="Please sign in to continue.").wait_for()
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Sign in").wait_for()
    assert page.evaluate("localStorage.getItem('masterclass.session')") is None


def test_offline_for_an_hour(reader: Reader) -> None:
    """Tokens that ran out while there was no connection sign nobody out: it says so, and goes on afterwards."""
    reader.sign_up(next_page="/account")
    page = reader.page
    page.get_by_label("Name", exact=True).wait_for()
    page.context.set_offline(True)
    page.evaluate(
        """() => {
             const kept = JSON.parse(localStorage.getItem('masterclass.session'));
             const past = Math.floor(Date.now() / 1000) - 3600;
             localStorage.setItem('masterclass.session', JSON.stringify({ ...kept, expires_at: past }));
           }"""
    )
    page.get_by_label("Name", exact=True).fill("Dr. Ada Osei")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_text("You seem to be offline.").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_text("Kept.").wait_for()


def test_many_behind_one_address(reader: Reader) -> None:
    """A sign-in that comes as the thirty-first waits its turn, says so, and goes on by itself."""
    reader.sign_up()
    page = reader.page
    page.evaluate("localStorage.clear()")
    left = [2]

    def refuse(route: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            return route.continue_()
        return route.fulfill(status=429, body=json.dumps({"code": 429, "error_code": "over_request_rate_limit"}))

    page.route("**/token?grant_type=password", refuse)
    reader.open("/sign-in")
    page.get_by_label("E-mail address").fill(reader.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("You are in the line").wait_for()
    page.wait_for_url("**/course")


def test_an_account_that_changed_underneath(reader: Reader) -> None:
    """A page whose browser belongs to somebody else by now reloads before it writes."""
    reader.sign_up("Ada Osei", next_page="/account")
    page = reader.page
    page.get_by_label("Name", exact=True).wait_for()
    page.evaluate("localStorage.setItem('other', localStorage.getItem('masterclass.session'))")
    page.evaluate("localStorage.removeItem('masterclass.session')")
    page.get_by_label("Name", exact=True).fill("Somebody Else")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this name").click()
    page.evaluate("localStorage.setItem('masterclass.session', localStorage.getItem('other'))")
    reader.open("/account")
    assert reader.ask("account")["name"] == "Ada Osei"


def test_signing_out_unheard(reader: Reader) -> None:
    """With the sign-in service away, signing out everywhere says what is left, and here it leaves nobody signed in."""
    reader.sign_up(next_page="/account")
    page = reader.page
    page.route("**/auth/v1/logout*", lambda route: route.abort())
    page.get_by_role("button", name="Sign out everywhere").click()
    page.get_by_text("Your other browsers are still signed in").wait_for()
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url(reader.instance.origin + "/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Sign in").wait_for()
    assert page.evaluate("localStorage.getItem('masterclass.session')") is None
