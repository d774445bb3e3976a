"""masterclass.figures_sales: what was sold, by month, kind and code; net of refunds, disputes and tax."""

from tests.integration.functions.scene import Scene


def test_a_month_of_sales(scene: Scene) -> None:
    """Sums are exact: what went back takes its share of the tax along, a lost dispute takes all that was left."""
    scene.order(None, seats=5)
    plain = {"paid_at": "2026-03-05T10:00:00Z", "tax_minor": 900, "amount_minor": 10000}
    scene.payment(None, "pi_1", **plain)
    scene.payment(None, "pi_2", **plain)
    scene.payment(None, "pi_3", **plain, promotion_code="SPRING", discount_minor=500)
    scene.payment(None, "pi_4", seats=5, amount_minor=50000, paid_at="2026-04-01T00:00:00Z")
    scene.payment(None, "pi_5", paid_at=None)
    scene.add("refunds", "1", stripe_refund_id="re_1", stripe_payment_id="pi_1", amount_minor=5000, status="succeeded")
    scene.add("disputes", "1", stripe_dispute_id="dp_1", stripe_payment_id="pi_2", status="lost")
    march, spring, april = scene.ask("select masterclass.figures_sales()")
    assert (march["month"], march["kind"], march["code"], march["payments"]) == ("2026-03", "access", "", 2)
    assert (march["paid_minor"], march["refunded_minor"], march["lost_minor"]) == (20000, 5000, 10000)
    assert march["net_minor"] == 5000 - 450
    assert (spring["code"], spring["discount_minor"], spring["net_minor"]) == ("SPRING", 500, 9100)
    assert (april["month"], april["kind"], april["seats"]) == ("2026-04", "pack", 5)
