"""The way in: links that a scanner opened first, other people's links, addresses that lead elsewhere."""

import random
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.browser.mails import age, ask_for_account, code_of, newest_link, rewritten, scan
from tests.browser.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser

HOSTILE = (
    "/.//host/phish",
    "//host",
    "/\\host",
    "/course/..//host",
    "https://host/course",
    "javascript:alert(1)",
    "/x",
)


def test_a_scanner_opens_the_mail_first(reader: Reader, new_reader: Callable[..., Reader]) -> None:
    """After a rewriting scanner's visits, on a second device, at minute 55: sign-up, reset and a change of address."""
    ask_for_account(reader)
    scan(reader, newest_link(reader))
    age(reader, 55)
    other = new_reader()
    other.email = reader.email
    other.page.goto(rewritten(other.page, newest_link(reader)))
    other.page.get_by_text(reader.email).first.wait_for()
    assert other.violations() == []
    other.settle()
    other.page.wait_for_url("**/course")
    reader.open("/forgot-password")
    reader.page.get_by_label("E-mail address").fill(reader.email)
    reader.page.get_by_role("button", name="Send the link").click()
    reader.page.get_by_role("heading", name="Look in your inbox.").wait_for()
    scan(reader, newest_link(reader))
    age(reader, 55)
    reader.page.goto(rewritten(reader.page, newest_link(reader)))
    reader.page.get_by_label("New password").fill("another four good words")
    reader.page.get_by_role("button", name="Set this password").click()
    reader.page.wait_for_url("**/course")
    change_the_address(reader, other)


def change_the_address(reader: Reader, other: Reader) -> None:
    """Ask for another address here; both mails are scanned, then followed on the other device."""
    new, page = "new-" + reader.email, reader.page
    reader.open("/account")
    page.get_by_text("Change the e-mail address").click()
    page.get_by_label("New e-mail address").fill(new)
    page.get_by_label("Enter your password to change").fill("another four good words")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("A link is on its way").wait_for()
    assert reader.violations() == []
    links = [newest_link(reader, address) for address in (reader.email, new)]
    for link in links:
        scan(reader, link)
    age(reader, 55)
    for link in links:
        other.page.goto(link)
        other.page.get_by_role("button", name="Confirm the change").click()
        other.page.get_by_role("heading", name="confirmed").wait_for()
    other.page.get_by_text("Your new e-mail address is confirmed.").wait_for()


def test_the_six_digits(reader: Reader) -> None:
    """The code is typed where one waits for the mail; name and password follow; a wrong one is said in words."""
    ask_for_account(reader)
    page = reader.page
    page.get_by_label("Code from the mail").fill("000000" if code_of(reader) != "000000" else "000001")
    page.get_by_role("button", name="Use the code").click()
    page.get_by_text("expired or was used already").wait_for()
    page.get_by_label("Code from the mail").fill(code_of(reader))
    page.get_by_role("button", name="Use the code").click()
    page.get_by_role("heading", name="Your address is confirmed.").wait_for()
    reader.settle()
    page.wait_for_url("**/course")


def test_sign_in_by_code(reader: Reader) -> None:
    """A mailed code signs in without a password; the words are the same for an address that nobody has."""
    reader.sign_up()
    page = reader.page
    page.evaluate("localStorage.clear()")
    said: list[str] = []
    for email in (reader.email, "nobody." + reader.email):
        reader.open("/sign-in?next=/account")
        page.get_by_label("Address for the code").fill(email)
        page.get_by_role("button", name="Mail me a code").click()
        page.get_by_role("heading", name="Look in your inbox.").wait_for()
        said.append(page.locator("#page-content").inner_text().replace(email, "ADDRESS"))
    assert said[0] == said[1]
    page.get_by_role("button", name="Use another address").click()
    page.get_by_label("Address for the code").fill(reader.email)
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("Code from the mail").fill(code_of(reader))
    page.get_by_role("button", name="Use the code").click()
    page.wait_for_url("**/account")


def test_somebody_elses_link(reader: Reader, new_reader: Callable[..., Reader]) -> None:
    """A stranger's link over a session names both addresses, asks, and never leads where it wants."""
    reader.sign_up()
    attacker = new_reader()
    attacker.sign_up()
    body = {"email": attacker.email, "create_user": False}
    address = f"{reader.instance.origin}/auth/v1/otp?redirect_to={reader.instance.origin}/buy"
    assert httpx.post(address, json=body).status_code == 200
    link = newest_link(reader, attacker.email)
    assert "buy" in link
    page = reader.page
    page.goto(link)
    alert = page.get_by_role("alert").filter(has_text=attacker.email)
    alert.wait_for()
    assert reader.email in alert.inner_text()
    page.get_by_role("link", name="Stay signed in as").click()
    page.wait_for_url("**/course")
    assert reader.ask("account")["email"] == reader.email
    page.goto(link)
    page.get_by_role("button", name="Sign out there, and sign in").click()
    page.wait_for_url("**/course")
    assert reader.ask("account")["email"] == attacker.email


def test_an_address_signed_up_by_somebody_else(reader: Reader) -> None:
    """What somebody set who signed the address up first, password and name, is dead once its owner is in."""
    body = {"email": reader.email, "password": "the stranger's words", "data": {"name": "Mallory", "note": "x"}}
    assert httpx.post(f"{reader.instance.origin}/auth/v1/signup", json=body).status_code == 200
    reader.follow_mail()
    reader.settle("Ada Osei")
    reader.page.wait_for_url("**/course")
    assert reader.ask("account")["name"] == "Ada Osei"
    token = f"{reader.instance.origin}/auth/v1/token?grant_type=password"
    tried = {"email": reader.email, "password": body["password"]}
    assert httpx.post(token, json=tried).json()["error_code"] == "invalid_credentials"
    kept: dict[str, Any] = httpx.post(token, json=tried | {"password": PASSWORD}).json()["user"]["user_metadata"]
    assert "note" not in kept


def test_an_open_session_sets_no_password(reader: Reader) -> None:
    """/new-password has no form: an open browser alone cannot change the password."""
    reader.sign_up()
    reader.open("/new-password")
    reader.page.get_by_role("link", name="Get a link").wait_for()
    assert reader.page.locator("form").count() == 0


@pytest.mark.parametrize("path", ["/sign-in", "/welcome", "/account", "/", "/new-password"])
def test_nothing_from_the_address_is_said(reader: Reader, path: str) -> None:
    """Text that somebody put into an address is on no page."""
    query = "message=CALL+5550100&error=x&error_description=CALL+5550100&error_code=CALL"
    for address in (f"{path}?{query}", f"{path}#{query}"):
        reader.open(address)
        assert "CALL" not in reader.page.locator("main").inner_text()


def test_next_stays_here(reader: Reader) -> None:
    """Whatever `next` holds, what comes of it is a known page of this origin."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    pieces = ["/", "//", ".", "..", "course", "host", "\\", "%2f", "@", ":", "?", "#", "https:", " ", "\t", "\n", "ü"]
    wanted = [*HOSTILE, *("".join(chance.choices(pieces, k=chance.randrange(9))) for _ in range(5000))]
    wanted += ["/" + one for one in wanted]
    reader.open("/sign-in")
    pages = reader.page.evaluate(
        """async (wanted) => {
             const { pageOf } = await import('/scripts/next.js');
             return wanted.map((one) => new URL(pageOf(one, location.origin), location.origin).href);
           }""",
        wanted,
    )
    for asked, page in zip(wanted, pages, strict=True):
        assert page.startswith(reader.instance.origin + "/"), (seed, asked)
        assert "//" not in page.removeprefix("http://").partition("?")[0].partition("#")[0], (seed, asked)
    assert set(pages[: len(HOSTILE)]) == {f"{reader.instance.origin}/course"}


def test_a_password_longer_than_is_kept(reader: Reader) -> None:
    """More than 72 bytes are refused in words before the link is used; nothing is cut."""
    ask_for_account(reader)
    reader.follow_mail()
    page = reader.page
    page.get_by_label("Name").fill("Ada Osei")
    page.get_by_label("Password", exact=True).fill("ü" * 40)
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("8 bytes too long").wait_for()
    reader.settle()
    page.wait_for_url("**/course")


def test_a_link_that_is_too_old(reader: Reader) -> None:
    """After its hour a link says so, and a new one is asked for right there and works."""
    ask_for_account(reader)
    age(reader, 61)
    reader.follow_mail()
    page = reader.page
    page.get_by_label("Name").fill("Ada Osei")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="This link has expired.").wait_for()
    page.get_by_role("button", name="Send a new link").click()
    page.get_by_role("heading", name="Look in your inbox.").wait_for()
    reader.follow_mail()
    reader.settle()
    page.wait_for_url("**/course")
