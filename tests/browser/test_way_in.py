"""The way in: links that a scanner opened first, other people's links, addresses that lead elsewhere, bad clocks."""

import json
import random
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx
import psycopg
import pytest
from playwright.sync_api import Page

from tests.browser.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser

SCANNER = {"user-agent": "Mail scanner", "purpose": "prefetch"}
REWRITER = "https://safelinks.example/"
HOSTILE = (
    "/.//host/phish",
    "//host",
    "/\\host",
    "/course/..//host",
    "https://host/course",
    "javascript:alert(1)",
    "/x",
)


def scan(reader: Reader, link: str) -> None:
    """Open a link as a mail scanner does, rewritten and marked too, with its page's scripts run."""
    for method, address in (("HEAD", link), ("GET", link), ("GET", f"{link}&utm_source=mail&x=1")):
        assert httpx.request(method, address, headers=SCANNER, follow_redirects=True).status_code == 200
    browser = reader.page.context.browser
    assert browser
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(link)
        page.wait_for_load_state("networkidle")


def rewritten(page: Page, link: str) -> str:
    """Return the address that a scanner put in the link's place: its own, which leads on to the link when opened."""
    page.route(
        f"{REWRITER}**", lambda route: route.fulfill(status=302, headers={"location": f"{link}&utm_source=mail"})
    )
    return f"{REWRITER}?url={quote(link, safe='')}"


def age(reader: Reader, minutes: int) -> None:
    """Let every mail of the reader have been sent so many minutes ago."""
    kept = json.loads((reader.instance.data / "environment.json").read_text())
    columns = ("confirmation_sent_at", "recovery_sent_at", "email_change_sent_at")
    earlier = ", ".join(f"{column} = {column} - make_interval(mins => %(minutes)s)" for column in columns)
    with psycopg.connect(kept["MIGRATION_DATABASE_URL"]) as connection:
        query = f"update auth.users set {earlier} where email = %(email)s"
        connection.execute(query.encode(), {"minutes": minutes, "email": reader.email})


def newest_link(reader: Reader, email: str = "") -> str:
    """Return the link of the newest mail to an address."""
    return reader.instance.links(email or reader.email)[0]


def ask_for_account(reader: Reader) -> None:
    """Sign up as far as the mail."""
    reader.open("/sign-up")
    reader.page.get_by_label("E-mail address").fill(reader.email)
    reader.page.get_by_role("button", name="Create the account").click()
    reader.page.get_by_role("heading", name="Look in your inbox.").wait_for()


def code_of(reader: Reader) -> str:
    """Return the six digits of the newest mail to the reader."""
    mails = httpx.get(f"{reader.instance.origin}/.local/mail", headers={"accept": "application/json"}).json()
    text = next(mail["text"] for mail in mails if mail["to"] == reader.email)
    return text.split("asked for it: ")[1][:6]


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
