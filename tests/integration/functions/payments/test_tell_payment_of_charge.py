"""masterclass.tell_payment_of_charge: a payment hears what its charge says afterwards."""

from tests.integration.functions.scene import Scene


def test_the_highest_total_and_the_first_receipt(scene: Scene) -> None:
    """A refunded total never falls again, and a receipt that is known stays."""
    scene.payment(scene.member())
    scene.add("charges", "stripe_charge_id", stripe_charge_id="ch_1", stripe_payment_id="pi_1")
    for minor, receipt in ((500, "https://first"), (200, "https://second")):
        scene.ask("update masterclass.charges set refunded_minor = %s, receipt_url = %s", minor, receipt)
    heard = "select charge_refunded_minor, receipt_url from masterclass.payments"
    assert scene.row(heard) == [500, "https://first"]
