"""masterclass.forget_earlier_charges_of_nobody: charges that were heard before their payment was known as nobody's."""

from tests.integration.functions.scene import Scene


def test_in_this_order_too(scene: Scene) -> None:
    """Ordered, erased, charged, then paid: the charge forgets its receipt, and the payment never has it."""
    charge = {"stripe_charge_id": "ch_1", "stripe_payment_id": "pi_1", "receipt_url": "https://receipt"}
    scene.add("charges", "stripe_charge_id", **charge)
    scene.payment(None)
    assert scene.ask("select receipt_url from masterclass.charges") is None
    assert scene.ask("select receipt_url from masterclass.payments") is None


def test_of_this_payment_alone(scene: Scene) -> None:
    """The receipts of other payments stay."""
    for payment in ("pi_1", "pi_2"):
        charge = {"stripe_charge_id": f"ch_{payment}", "stripe_payment_id": payment, "receipt_url": "https://receipt"}
        scene.add("charges", "stripe_charge_id", **charge)
    scene.payment(None)
    assert scene.ask("select array_agg(stripe_payment_id) from masterclass.charges where receipt_url <> ''") == ["pi_2"]
