"""Accounts in the browser: from the first sign-up to the last erasure, with the mails in between."""

import json
import time
from pathlib import Path

import psycopg
import pytest

from tests.browser.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser

# Seven megabytes of questions and answers.
LONG_TALKS = """
    with talk as (
      insert into masterclass.conversations (user_id, module_id)
      select u.id, (select m.id from masterclass.content_modules as m order by m.order_index limit 1)
        from masterclass.users as u, generate_series(1, 200)
       where u.email = %(email)s
      returning id
    )
    insert into masterclass.messages (conversation_id, role, content)
    select t.id, r, repeat('money ', 3000) from talk as t, unnest(array['user', 'assistant']) as r
"""


def test_sign_up_confirm_and_come_back(reader: Reader) -> None:
    """Someone signs up, confirms from the mailbox, lands where they wanted to go, leaves and signs in again."""
    reader.sign_up("Ada Osei", next_page="/account")
    page = reader.page
    page.get_by_text(f"Ada Osei, {reader.email}").wait_for()
    assert reader.violations() == []
    page.get_by_role("button", name="Sign out here").click()
    page.get_by_role("link", name="Sign in").wait_for()
    reader.sign_in(next_page="/account")
    page.get_by_text(f"Ada Osei, {reader.email}").wait_for()


def test_wrong_password_in_plain_words(reader: Reader) -> None:
    """A wrong password is said in the form, which keeps what was typed."""
    reader.open("/sign-in")
    page = reader.page
    page.get_by_label("E-mail address").fill("nobody@example.com")
    page.get_by_label("Password", exact=True).fill("not it")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("The e-mail address or the password is not right.").wait_for()
    assert page.get_by_label("E-mail address").input_value() == "nobody@example.com"


def test_forgotten_password(reader: Reader) -> None:
    """The link in the mail leads to a form that sets a new password, which then signs one in; the old one does not."""
    reader.sign_up(next_page="/account")
    page = reader.page
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/")
    reader.open("/forgot-password")
    page.get_by_label("E-mail address").fill(reader.email)
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("a link is on its way").wait_for()
    reader.follow_mail()
    page.get_by_label("New password").fill("another four good words")
    page.get_by_role("button", name="Set this password").click()
    page.wait_for_url("**/course")
    page.evaluate("localStorage.clear()")
    reader.sign_in("another four good words", next_page="/account")


def test_link_used_twice(reader: Reader) -> None:
    """A link that was used already says that the address is confirmed, and signs nobody in."""
    reader.sign_up()
    page = reader.page
    page.evaluate("localStorage.clear()")
    reader.follow_mail()
    page.get_by_role("heading", name="Your address is confirmed already.").wait_for()
    assert page.evaluate("localStorage.getItem('masterclass.session')") is None


def test_take_everything_and_leave(reader: Reader) -> None:
    """Someone renames themselves, downloads all we hold in one file, however large, erases the account, and is gone."""
    reader.sign_up("Ada Osei", next_page="/account")
    page = reader.page
    page.get_by_label("Name", exact=True).fill("Dr. Ada Osei")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_text("Kept.").wait_for()
    owner = json.loads((reader.instance.data / "environment.json").read_text())["MIGRATION_DATABASE_URL"]
    with psycopg.connect(owner) as connection:
        connection.execute(LONG_TALKS, {"email": reader.email})
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    held = json.loads(Path(download.value.path()).read_text())
    assert held["account"]["member"]["name"] == "Dr. Ada Osei"
    talks = [len(talk["messages"]) for talk in held["guidance"]["conversations"]]
    assert talks == [2] * 200, "more than one answer of a function may hold"
    page.get_by_text("I want to erase my account").click()
    page.get_by_label("Your password, to be sure").fill(PASSWORD)
    page.get_by_label("Type your e-mail address").fill("somebody@example.com")
    page.get_by_role("button", name="Erase my account for good").click()
    page.get_by_text("Type the e-mail address of this account").wait_for()
    page.get_by_label("Type your e-mail address").fill(reader.email.upper())
    page.get_by_role("button", name="Erase my account for good").click()
    page.get_by_role("heading", name="Your account is erased.").wait_for()
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Sign in").wait_for()
    reader.open("/sign-in")
    page.get_by_label("E-mail address").fill(reader.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("The e-mail address or the password is not right.").wait_for()


def test_change_the_address(reader: Reader) -> None:
    """Another e-mail address counts once the holders of both have followed their links; then one signs in with it."""
    reader.sign_up(next_page="/account")
    page, old = reader.page, reader.email
    reader.email = "new-" + old
    page.get_by_text("Change the e-mail address").click()
    page.get_by_label("New e-mail address").fill(reader.email)
    page.get_by_label("Enter your password to change").fill(PASSWORD)
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("A link is on its way").wait_for()
    page.goto(reader.instance.links(old)[0])
    page.get_by_role("button", name="Confirm the change").click()
    page.get_by_text("One of your two addresses is confirmed.").wait_for()
    page.get_by_text(f"the mail to {reader.email}").wait_for()
    page.goto(reader.instance.links(reader.email)[0])
    page.get_by_role("button", name="Confirm the change").click()
    page.get_by_text("Your new e-mail address is confirmed.").wait_for()
    page.goto(reader.instance.links(old)[0])
    page.get_by_role("heading", name="The change of address is made.").wait_for()
    reader.open("/account")
    page.get_by_text(reader.email, exact=False).first.wait_for()
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/")
    reader.sign_in(next_page="/account")


def test_change_the_password(reader: Reader) -> None:
    """A new password wants the old one first; a wrong old one, and the same again, are said in plain words."""
    reader.sign_up(next_page="/account")
    page = reader.page
    page.get_by_text("Change the password").click()
    for now, new, said in (
        ("not the one", "another four good words", "The password you have now is not right."),
        (PASSWORD, PASSWORD, "That is the password you have now."),
        (PASSWORD, "another four good words", "Your new password counts from now on."),
    ):
        page.get_by_label("Current password").fill(now)
        page.get_by_label("New password").fill(new)
        page.get_by_role("button", name="Keep this password").click()
        page.get_by_text(said).wait_for()


def test_the_reading_position_is_kept(reader: Reader) -> None:
    """Someone reads, leaves, signs in again, and the dashboard leads back to where they were."""
    reader.sign_up()
    page = reader.page
    course = reader.ask("list-modules")
    slug = next(module["slug"] for module in course["modules"] if module["is_preview"])
    block = reader.ask(f"get-module/{slug}")["blocks"][1]["id"]
    reader.open(f"/learn/{slug}#{block}")
    page.locator(f"[id='{block}']").scroll_into_view_if_needed()
    until = time.monotonic() + 10
    while reader.ask("progress")["resume"] is None:
        assert time.monotonic() < until, "the place was not kept"
        page.wait_for_timeout(200)
    reader.open("/account")
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/")
    reader.sign_in()
    page.get_by_role("link", name="Go on reading").click()
    page.wait_for_url(f"**/learn/{slug}?resume=1**")


def test_sign_out_everywhere(reader: Reader) -> None:
    """Signing out everywhere ends the session in this browser too, and a member's page then asks to sign in."""
    reader.sign_up(next_page="/account")
    page = reader.page
    page.get_by_role("button", name="Sign out everywhere").click()
    page.wait_for_url("**/")
    reader.open("/account")
    page.get_by_role("heading", name="Please sign in to continue.").wait_for()
