"""masterclass.taken_seats: how many seats of a pack are given."""

from tests.integration.functions.scene import Scene


def test_those_that_were_not_taken_back(scene: Scene) -> None:
    """Grants of this pack that stand."""
    buyer = scene.member("practice")
    pack, other = scene.payment(buyer, seats=5), scene.payment(buyer, "pi_2", seats=5)
    scene.grant(email="ann@example.com", payment_id=pack)
    scene.grant(email="bob@example.com", payment_id=pack, revoked_at="now")
    scene.grant(email="cem@example.com", payment_id=other)
    assert scene.ask("select masterclass.taken_seats(%s)", pack) == 1
