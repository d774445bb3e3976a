"""masterclass.forget_charge_of_nobody: a charge of a payment that has no member any more."""

from tests.integration.functions.scene import Scene


def test_it_keeps_no_receipt(scene: Scene) -> None:
    """The link shows a person; somebody's own charge keeps it."""
    scene.payment(None, "pi_1")
    scene.payment(scene.member(), "pi_2")
    for number in (1, 2):
        charge = {"stripe_charge_id": f"ch_{number}", "stripe_payment_id": f"pi_{number}"}
        scene.add("charges", "stripe_charge_id", receipt_url="https://receipt", **charge)
    assert scene.ask("select array_agg(receipt_url order by stripe_charge_id) from masterclass.charges") == [
        None,
        "https://receipt",
    ]
