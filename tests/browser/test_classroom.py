"""Many who sign in at once from one address, where the sign-in service takes few at a time."""

import pytest
from playwright.sync_api import Browser

from netlify.standins.supabase_auth.settings import Limits
from tests.prove.arriving.classroom import sign_in_together
from tests.support.databases import Database

pytestmark = pytest.mark.browser


def test_a_class_behind_one_address(browser: Browser, database: Database) -> None:
    """Eight at once where four are taken and two a second after: each is in, by waiting and nothing else."""
    with browser.new_context() as context:
        seconds, turns = sign_in_together(context.new_page(), database, Limits(tokens=7200, burst=4), 8)
    assert [one for one in seconds if not isinstance(one, int | float) or one > 30] == []
    assert turns >= 4
