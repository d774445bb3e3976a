"""What an owner may switch on: terms that are agreed to, and a captcha before mails and passwords."""

import json
from collections.abc import Generator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import PATIENCE_MILLISECONDS, PHONE
from tests.browser.instance import Instance, running_instance
from tests.browser.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser

# Turnstile as its documentation describes it, without its servers: a button gives a token once.
WIDGET = """
let made = 0;
window.turnstile = {
  render(box, { sitekey, callback }) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'I am a person';
    button.onclick = () => callback(`token of ${sitekey}`);
    box.append(button);
    return `widget-${++made}`;
  },
  remove(widget) { window.removed = widget; },
};
window[new URL(document.currentScript.src).searchParams.get('onload')]();
"""


@pytest.fixture(scope="module")
def strict(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Generator[Instance]:
    """An instance whose owner wants both."""
    data = tmp_path_factory.mktemp("strict") / "data"
    with running_instance(data, SIGNUP_TERMS_VERSION="2026-11", CAPTCHA_SITE_KEY="1x00000000000000000000AA") as started:
        yield started


@pytest.fixture
def newcomer(browser: Browser, strict: Instance) -> Generator[Reader]:
    """Somebody whose browser loads the widget; at the end no page may have complained, its policy included."""
    with browser.new_context(viewport=PHONE) as context:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        context.route("https://challenges.cloudflare.com/**", _widget)
        reader = Reader(context.new_page(), strict)
        yield reader
    assert reader.trouble == []


def _widget(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body=WIDGET)


def press(page: Page, name: str) -> None:
    """Press a button whose request wants a token, and pass the check."""
    page.get_by_role("button", name=name, exact=True).click()
    page.get_by_role("group", name="A check that you are a person").get_by_role("button").click()


def test_terms_and_a_captcha(newcomer: Reader) -> None:
    """Signing up wants both; version and time are kept; a newer version asks once, at the next sign-in."""
    page = newcomer.page
    newcomer.open("/sign-up")
    page.get_by_label("E-mail address").fill(newcomer.email)
    page.get_by_role("button", name="Create the account").click()
    assert page.evaluate("() => document.getElementById('page-terms-box').validity.valueMissing")
    page.get_by_label("I have read the terms").check()
    assert newcomer.violations() == []
    press(page, "Create the account")
    page.get_by_role("heading", name="Look in your inbox.").wait_for()
    newcomer.follow_mail()
    page.get_by_text("By going on you agree to the terms").wait_for()
    newcomer.settle()
    page.wait_for_url("**/course")
    kept = newcomer.ask("account/export")["account"]["terms"]
    assert [(one["version"], one["place"]) for one in kept] == [("2026-11", "sign_up"), ("2026-11", "page")]
    agreed_to_an_older_one(newcomer)
    sign_in(newcomer)
    page.get_by_role("heading", name="Our terms have a new version.").wait_for()
    assert newcomer.violations() == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="terms").click()
    opened.value.get_by_text("Version 2026-11").wait_for()
    opened.value.close()
    page.get_by_label("I have read the terms").check()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/course")
    sign_in(newcomer)
    page.wait_for_url("**/course")


def agreed_to_an_older_one(reader: Reader) -> None:
    """What the reader agreed to was the version before, and they are signed out."""
    kept = json.loads((reader.instance.data / "environment.json").read_text())
    with psycopg.connect(kept["MIGRATION_DATABASE_URL"]) as connection:
        connection.execute("update masterclass.terms_agreements set version = '2026-01'")
    reader.page.evaluate("localStorage.clear()")


def sign_in(reader: Reader) -> None:
    """Sign in by password, passing the check."""
    reader.page.evaluate("localStorage.clear()")
    reader.open("/sign-in?next=/course")
    reader.page.get_by_label("E-mail address").fill(reader.email)
    reader.page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(reader.page, "Sign in")


def test_the_sign_in_service_wants_the_token(strict: Instance, newcomer: Reader) -> None:
    """Without the widget nothing is mailed, and the page says what is missing."""
    newcomer.page.context.unroute("https://challenges.cloudflare.com/**")
    newcomer.page.route("https://challenges.cloudflare.com/**", lambda route: route.abort())
    newcomer.open("/forgot-password")
    newcomer.page.get_by_label("E-mail address").fill(newcomer.email)
    newcomer.page.get_by_role("button", name="Send the link").click()
    newcomer.page.get_by_text("The check that you are a person did not load.").wait_for()
    assert newcomer.instance.links(newcomer.email) == []
