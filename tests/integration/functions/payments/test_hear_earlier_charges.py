"""masterclass.hear_earlier_charges: what charges said before their payment was known."""

from tests.integration.functions.scene import Scene


def test_a_payment_starts_out_with_it(scene: Scene) -> None:
    """The highest refunded total and a receipt are the payment's from the beginning."""
    for number, minor in ((1, 100), (2, 300)):
        charge = {"stripe_charge_id": f"ch_{number}", "stripe_payment_id": "pi_1", "refunded_minor": minor}
        scene.add("charges", "stripe_charge_id", receipt_url="https://receipt", **charge)
    scene.payment(scene.member())
    heard = "select charge_refunded_minor, refunded_minor, receipt_url from masterclass.payments"
    assert scene.row(heard) == [300, 300, "https://receipt"]
