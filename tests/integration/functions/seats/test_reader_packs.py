"""masterclass.reader_packs: the packs that the reader bought."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_packs()"


def test_who_has_which_seat(scene: Scene) -> None:
    """Size, what is free, and each seat with its state; one's own access and others' packs are not there."""
    reader = scene.signed_in("practice")
    pack = scene.payment(reader, seats=3)
    scene.payment(reader, "pi_2")
    scene.payment(scene.member("other"), "pi_3", seats=9)
    scene.grant(email="ann@example.com", payment_id=pack)
    (shown,) = scene.ask(ASKED)
    assert (shown["size"], shown["free"], shown["state"]) == (3, 2, "paid")
    assert [(seat["email"], seat["state"]) for seat in shown["seats"]] == [("ann@example.com", "assigned")]


def test_a_gift_has_its_link_until_it_is_taken(scene: Scene) -> None:
    """The link is shown to the giver, and gone with the seat."""
    pack = scene.payment(scene.signed_in("giver"), seats=1, claim_token="token")
    assert scene.ask(ASKED)[0]["claim_token"] == "token"
    scene.grant(user_id=scene.member("ann"), payment_id=pack)
    assert "claim_token" not in scene.ask(ASKED)[0]
