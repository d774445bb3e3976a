"""What happens to the mails of a reader: who opens their links first, how old they are, and what is in them."""

import json
from urllib.parse import quote

import httpx
import psycopg
from playwright.sync_api import Page

from tests.browser.reader import Reader

SCANNER = {"user-agent": "Mail scanner", "purpose": "prefetch"}
REWRITER = "https://safelinks.example/"


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
