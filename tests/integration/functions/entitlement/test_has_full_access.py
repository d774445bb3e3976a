"""masterclass.has_full_access: the one answer to who may see everything."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.has_full_access(%s)"


@pytest.mark.parametrize(
    ("columns", "full"),
    [({}, True), ({"paid_at": None}, False), ({"seats": 5}, False), ({"review": "needed"}, False)],
)
def test_a_payment_of_ones_own(scene: Scene, columns: dict[str, object], full: bool) -> None:
    """One that stands opens everything; a pack of seats opens nothing for whoever bought it."""
    ann = scene.member()
    scene.payment(ann, **columns)
    assert scene.ask(ASKED, ann) is full


@pytest.mark.parametrize(
    ("columns", "full"),
    [({}, True), ({"expires_at": "tomorrow"}, True), ({"expires_at": "now"}, False), ({"revoked_at": "now"}, False)],
)
def test_a_grant_while_it_lasts(scene: Scene, columns: dict[str, object], full: bool) -> None:
    """Neither over nor withdrawn."""
    ann = scene.member()
    scene.grant(user_id=ann, **columns)
    assert scene.ask(ASKED, ann) is full


def test_a_grant_to_an_address_waits_for_its_confirmation(scene: Scene) -> None:
    """Whoever merely claims an address has nothing of it."""
    ann = scene.member(email_confirmed_at=None)
    scene.grant(email="ann@example.com")
    assert scene.ask(ASKED, ann) is False
    scene.ask("update auth.users set email_confirmed_at = now() where id = %s", ann)
    assert scene.ask(ASKED, ann) is True


def test_a_seat_falls_with_its_payment(scene: Scene) -> None:
    """What hangs on a payment stands and falls with it."""
    ann, practice = scene.member("ann"), scene.member("practice")
    pack = scene.payment(practice, seats=5)
    scene.grant(user_id=ann, payment_id=pack)
    assert scene.ask(ASKED, ann) is True
    scene.ask("insert into masterclass.disputes values ('dp_1', 'pi_1', 'needs_response')")
    assert scene.ask(ASKED, ann) is False


def test_what_others_have_opens_nothing(scene: Scene) -> None:
    """Neither their payment, nor a grant to them or to their address."""
    ann, bob = scene.member("ann"), scene.member("bob")
    scene.payment(bob)
    scene.grant(user_id=bob)
    scene.grant(email="bob@example.com")
    assert [scene.ask(ASKED, who) for who in (ann, bob)] == [False, True]
