"""Nothing moves while it is read: layout shift on every page and in every state, with functions 250 ms late."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import PHONE
from tests.browser.reader import Reader
from tests.browser.stillness import ANYONE, DESK, MEMBERS, MOST, come_late, shifts

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves(new_reader: Callable[..., Reader], size: ViewportSize) -> None:
    """For a guest, a free member and one with full access every page keeps still: a layout shift of 0.02 at most."""
    guest = new_reader(viewport=size)
    come_late(guest.page)
    moved = shifts(guest, ANYONE)
    member = new_reader(viewport=size)
    member.sign_up()
    come_late(member.page)
    if (
        size == PHONE
    ):  # at a desk a free member meets what the phone has shown already; `make prove AREA=browsers` looks
        moved += shifts(member, MEMBERS)
    member.instance.command("access", "grant", member.email)
    moved += shifts(member, MEMBERS)
    assert [one for one in moved if one[1] > MOST] == []
