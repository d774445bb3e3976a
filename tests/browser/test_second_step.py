"""A second step: set up and removed on /account, and asked for wherever the account wants it."""

import json
import time
from collections.abc import Callable

import httpx
import pytest

from netlify.standins.supabase_auth import totp
from tests.browser.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser


def code_for(secret: str) -> str:
    """Return the six digits that the app shows now."""
    return totp.code(secret, int(time.time() // totp.STEP_SECONDS))


def set_up(reader: Reader) -> str:
    """Set an app up on /account by keyboard; return its secret."""
    page = reader.page
    page.get_by_role("button", name="Set up an authenticator app").press("Enter")
    page.get_by_label("Enter your password to add an app").fill("not it at all")
    page.keyboard.press("Enter")
    page.get_by_text("The password you have now is not right.").wait_for()
    page.get_by_label("Enter your password to add an app").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("img", name="QR code").wait_for()
    reader.until("document.querySelector('.qr').naturalWidth > 100")
    assert reader.violations() == []
    secret = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill("000000" if code_for(secret) != "000000" else "111111")
    page.keyboard.press("Enter")
    page.get_by_text("This code is not right").wait_for()
    page.keyboard.press("ControlOrMeta+a")  # the field kept the focus, and what was typed
    page.keyboard.type(code_for(secret))
    page.keyboard.press("Enter")
    page.get_by_text("Authenticator app, since").wait_for()
    return secret


def show_code(reader: Reader, secret: str) -> None:
    """Type the code into the question that came up."""
    page = reader.page
    page.get_by_role("heading", name="One more step").wait_for()
    assert reader.violations() == []
    page.get_by_label("Code from your authenticator app").fill(code_for(secret))
    page.keyboard.press("Enter")


def test_a_second_step_from_first_to_last(reader: Reader, new_reader: Callable[..., Reader]) -> None:
    """Once set up it is listed and exported; a recovery and a change of address ask for it; it is removed."""
    reader.sign_up(next_page="/account")
    secret = set_up(reader)
    [factor] = reader.ask("account/export")["account"]["factors"]
    assert (factor["name"], factor["status"], "secret" in factor) == ("Authenticator app", "verified", False)
    other = new_reader()
    other.email = reader.email
    other.open("/forgot-password")
    other.page.get_by_label("E-mail address").fill(other.email)
    other.page.get_by_role("button", name="Send the link").click()
    other.page.get_by_role("heading", name="Look in your inbox.").wait_for()
    other.follow_mail()
    other.page.get_by_label("New password").fill("another four good words")
    other.page.get_by_role("button", name="Set this password").click()
    other.page.get_by_role("dialog").get_by_role("button", name="Not now").click()
    other.page.get_by_text("Your account has a second step.").wait_for()
    other.page.get_by_role("button", name="Set this password").click()
    show_code(other, secret)
    other.page.wait_for_url("**/course")
    page = reader.page
    page.evaluate("localStorage.clear()")
    reader.sign_in("another four good words", next_page="/account")
    page.get_by_text("Change the e-mail address").click()
    page.get_by_label("New e-mail address").fill("new-" + reader.email)
    page.get_by_label("Enter your password to change").fill("another four good words")
    page.get_by_role("button", name="Send the link").click()
    show_code(reader, secret)
    page.get_by_text("A link is on its way").wait_for()
    page.get_by_role("button", name="Remove Authenticator app").click()
    page.get_by_text("None is set up").wait_for()


def test_where_the_project_has_it_off(reader: Reader) -> None:
    """A project that offers no second step is told in words, and nothing is left half done."""
    reader.sign_up(next_page="/account")
    page = reader.page
    body = json.dumps(
        {"code": 422, "error_code": "mfa_totp_enroll_not_enabled", "msg": "MFA enroll is disabled for TOTP"}
    )
    page.route("**/auth/v1/factors", lambda route: route.fulfill(status=422, body=body))
    page.get_by_role("button", name="Set up an authenticator app").click()
    page.get_by_label("Enter your password to add an app").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("A second step cannot be set up here at the moment.").wait_for()
    page.get_by_role("button", name="Not now").click()
    page.get_by_text("None is set up").wait_for()


def test_two_apps(reader: Reader) -> None:
    """With two apps the code of either is taken, wherever one is asked for."""
    reader.sign_up(next_page="/account")
    set_up(reader)
    page = reader.page
    page.get_by_role("button", name="Add another app").click()
    page.get_by_label("Enter your password to add an app").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("img", name="QR code").wait_for()
    second = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(code_for(second))
    page.get_by_role("button", name="Set it up").click()
    page.get_by_text("Authenticator app 2, since").wait_for()
    page.evaluate("localStorage.clear()")
    reader.sign_in(next_page="/account")
    page.get_by_role("button", name="Remove Authenticator app", exact=True).click()
    show_code(reader, second)
    page.get_by_role("button", name="Remove Authenticator app", exact=True).wait_for(state="detached")
    page.get_by_text("Authenticator app 2, since").wait_for()


def test_an_open_session_that_enrolled_an_app(reader: Reader, new_reader: Callable[..., Reader]) -> None:
    """Somebody at an open browser enrolled one through the API: its owner sees it, and reads what to do."""
    reader.sign_up(next_page="/account")
    api = f"{reader.instance.origin}/auth/v1"
    token = reader.page.evaluate("() => JSON.parse(localStorage['masterclass.session']).access_token")
    bearer = {"authorization": f"Bearer {token}"}
    factor = httpx.post(f"{api}/factors", json={"factor_type": "totp", "friendly_name": "x"}, headers=bearer).json()
    challenge = httpx.post(f"{api}/factors/{factor['id']}/challenge", json={}, headers=bearer).json()
    shown = {"challenge_id": challenge["id"], "code": code_for(factor["totp"]["secret"])}
    assert httpx.post(f"{api}/factors/{factor['id']}/verify", json=shown, headers=bearer).status_code == 200
    owner = new_reader()
    owner.email = reader.email
    owner.sign_in(next_page="/account")
    owner.page.get_by_text("x, since").wait_for()
    owner.page.get_by_role("button", name="Remove x").click()
    owner.page.get_by_text("Lost the app? Write to us").wait_for()
    owner.page.get_by_role("dialog").get_by_role("button", name="Not now").click()
    owner.page.get_by_text("Your account has a second step.").wait_for()
