"""The owner's page: nothing for everyone else, figures of few members and of a year, and helping one by keyboard."""

import json
import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import ViewportSize, expect

from netlify.postgres import SUPERUSER
from tests.browser.instance import Instance
from tests.browser.reader import Reader
from tests.support.crowd import Crowd

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
MEMBERS = 120


def let_a_year_pass(instance: Instance) -> None:
    """Settle a crowd in the instance's database, and forget when figures were last made."""
    kept = json.loads((instance.data / "environment.json").read_text())["MIGRATION_DATABASE_URL"]
    secret = (instance.data / "secrets" / "database-superuser").read_text().strip()
    with psycopg.connect(re.sub("//[^@]+@", f"//{SUPERUSER}:{secret}@", kept), autocommit=True) as connection:
        Crowd(connection, MEMBERS, seed=5).settle()
        connection.execute("delete from masterclass.job_runs where job = 'nightly-figures'")


def is_sound(reader: Reader) -> None:
    """Axe finds nothing, and the page is as wide as the window."""
    assert reader.violations() == []
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_owner_sees_and_helps(new_reader: Callable[..., Reader]) -> None:
    """A member is told that nothing is here; an owner reads figures, looks somebody up and gives access by keyboard."""
    phone, desk = new_reader(PHONE), new_reader(DESK, "dark")
    phone.sign_up("Ada Osei", next_page="/owner")
    phone.page.get_by_role("heading", name="There is no").wait_for()
    phone.instance.command("owner", "add", phone.email)
    phone.open("/owner")
    phone.page.get_by_role("heading", name="The course in figures").wait_for()
    is_sound(phone)
    let_a_year_pass(phone.instance)
    phone.page.get_by_role("button", name="Refresh").press("Enter")
    phone.page.locator("#page-look li").first.wait_for()
    expect(phone.page.locator("#page-look")).to_contain_text("nobody picks")
    is_sound(phone)
    desk.email = phone.email
    desk.sign_in(next_page="/owner")
    page = desk.page
    page.locator("#page-needs li button").first.press("Enter")
    page.locator("#page-member-reason").press_sequentially("She called")
    page.locator("#page-member-reason").press("Enter")
    page.get_by_role("heading", name="What can be done").wait_for()
    page.locator(".owner-acts summary").first.press("Enter")
    page.locator("#act-grant-reason").press("Enter")
    page.get_by_text("Access was given").wait_for()
    for table in page.locator(".owner-table summary").all():
        table.press("Enter")
    is_sound(desk)
    with page.expect_download() as told:
        page.locator(".owner-table:has(#page-table-sales) button").press("Enter")
    assert told.value.suggested_filename == "sales.csv"
