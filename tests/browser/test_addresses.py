"""Addresses: asked about twice, changed, impossible, and taken by somebody else meanwhile."""

import json

import httpx
import pytest
from playwright.sync_api import Request

from tests.browser.mails import code_of, newest_link
from tests.browser.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser


def ask_for_change(reader: Reader, address: str) -> None:
    """Ask for another address on /account."""
    page = reader.page
    if not page.get_by_label("New e-mail address").is_visible():
        page.get_by_text("Change the e-mail address").click()
    page.get_by_label("New e-mail address").fill(address)
    page.get_by_label("Enter your password to change").fill(PASSWORD)
    page.get_by_role("button", name="Send the link").click()


def test_a_change_of_address_by_code(reader: Reader) -> None:
    """The digits of both mails are typed where the change was asked for, in either order."""
    reader.sign_up(next_page="/account")
    new, page = "new-" + reader.email, reader.page
    page.get_by_text("Change the e-mail address").click()
    page.get_by_label("New e-mail address").fill(new)
    page.get_by_label("Enter your password to change").fill(PASSWORD)
    page.get_by_role("button", name="Send the link").click()
    field = page.get_by_label("Code from one of the mails")
    field.wait_for()
    field.fill(code_of(reader))
    page.get_by_role("button", name="Use the code").click()
    page.get_by_text("One of your two addresses has agreed.").wait_for()
    reader.email = new
    field.fill(code_of(reader))
    page.get_by_role("button", name="Use the code").click()
    page.get_by_text(f"Ada Osei, {new}").wait_for()


def test_asking_twice(reader: Reader) -> None:
    """Within the pause nobody learns who has an account, and the link that was sent goes on counting."""
    reader.sign_up()
    page = reader.page
    page.evaluate("localStorage.clear()")
    for path, button in (("/forgot-password", "Send the link"), ("/sign-up", "Create the account")):
        said: list[str] = []
        for email in (reader.email, f"nobody{path[1:4]}.{reader.email}"):
            reader.open(path)
            for _ in range(2):
                page.get_by_label("E-mail address").fill(email)
                page.get_by_role("button", name=button).click()
                page.get_by_role("heading", name="Look in your inbox.").wait_for()
                said.append(page.locator("#page-content").inner_text().replace(email, "ADDRESS"))
                page.get_by_role("button", name="Use another address").click()
        assert len(set(said)) == 1
    reader.follow_mail()
    page.get_by_label("New password").wait_for()
    body = json.dumps({"code": 429, "error_code": "over_email_send_rate_limit", "msg": "email rate limit exceeded"})
    page.route("**/auth/v1/otp*", lambda route: route.fulfill(status=429, body=body))
    reader.open("/sign-up")
    page.get_by_label("E-mail address").fill("third." + reader.email)
    page.get_by_role("button", name="Create the account").click()
    page.get_by_text("We cannot send more mails this hour.").wait_for()


def _sends(request: Request) -> bool:
    return "/auth/v1/" in request.url and request.method not in ("GET", "OPTIONS")


def test_an_address_that_cannot_be(reader: Reader) -> None:
    """One's own address, and one that no mail can reach, are refused in words before anybody is asked."""
    reader.sign_up(next_page="/account")
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url) if _sends(request) else None)
    ask_for_change(reader, reader.email.upper())
    reader.page.get_by_text("That is your address already.").wait_for()
    for odd in ("a..b@example.com", ".dot@example.com"):
        ask_for_change(reader, odd)
        reader.page.get_by_text("We cannot send mail to this address.").wait_for()
    for path, button in (("/sign-up", "Create the account"), ("/forgot-password", "Send the link")):
        reader.open(path)
        reader.page.get_by_label("E-mail address").fill("a..b@example.com")
        reader.page.get_by_role("button", name=button).click()
        reader.page.get_by_text("We cannot send mail to this address.").wait_for()
    assert asked == []


def test_an_address_taken_meanwhile(reader: Reader) -> None:
    """Somebody else confirmed the wanted address first: the page says so, and the old address stays."""
    reader.sign_up(next_page="/account")
    page, new, api = reader.page, "new-" + reader.email, f"{reader.instance.origin}/auth/v1"
    ask_for_change(reader, new)
    page.get_by_text("A link is on its way").wait_for()
    links = [newest_link(reader), newest_link(reader, new)]
    assert httpx.post(f"{api}/signup", json={"email": new, "password": PASSWORD}).status_code == 200
    token = newest_link(reader, new).split("token_hash=")[1].split("&")[0]
    assert httpx.post(f"{api}/verify", json={"type": "signup", "token_hash": token}).status_code == 200
    page.goto(links[0])
    page.get_by_role("button", name="Confirm the change").click()
    page.get_by_text(f"the mail to {new}").wait_for()
    page.goto(links[1])
    page.get_by_role("button", name="Confirm the change").click()
    page.get_by_text("belongs to another account by now").wait_for()
    assert reader.ask("account")["email"] == reader.email
