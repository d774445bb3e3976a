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


def test_of_this_payment_alone(scene: Scene) -> None:
    """What the charges of another payment said is nothing of this one's."""
    scene.add("charges", "stripe_charge_id", stripe_charge_id="ch_2", stripe_payment_id="pi_2", refunded_minor=300)
    scene.payment(scene.member())
    assert scene.row("select charge_refunded_minor, receipt_url from masterclass.payments") == [0, None]
