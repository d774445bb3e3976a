"""masterclass.payments_standing: how many payments of a member for themselves stand."""

from tests.integration.functions.scene import Scene


def test_neither_packs_nor_what_cost_nothing(scene: Scene) -> None:
    """Those that stand, cost something and are their own."""
    ann = scene.member()
    scene.payment(ann, "pi_1")
    scene.payment(ann, "pi_2", seats=3)
    scene.payment(ann, None, amount_minor=0)
    scene.payment(ann, "pi_4", paid_at=None)
    scene.payment(scene.member("bob"), "pi_5")
    assert scene.ask("select masterclass.payments_standing(%s)", ann) == 1
