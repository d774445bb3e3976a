"""masterclass.figures_refunds: what went back, and why."""

from tests.integration.functions.scene import Scene


def test_refunds_that_count(scene: Scene) -> None:
    """By month and reason; what failed is none, what a bank took is one."""
    scene.payment(None, "pi_1")
    scene.payment(None, "pi_2")
    made = {"stripe_payment_id": "pi_1", "amount_minor": 100, "created_at": "2026-03-05T10:00:00Z"}
    scene.add("refunds", "1", stripe_refund_id="re_1", status="succeeded", reason="duplicate", **made)
    scene.add("refunds", "1", stripe_refund_id="re_2", status="succeeded", reason="duplicate", **made)
    scene.add("refunds", "1", stripe_refund_id="re_3", status="failed", **made)
    lost = {"status": "lost", "updated_at": "2026-05-01T00:00:00Z"}
    scene.add("disputes", "1", stripe_dispute_id="dp_1", stripe_payment_id="pi_2", **lost)
    told = scene.ask("select masterclass.figures_refunds()")
    assert [(row["month"], row["reason"], row["refunds"], row["amount_minor"]) for row in told] == [
        ("2026-03", "duplicate", 2, 200),
        ("2026-05", "dispute_lost", 1, 49900),
    ]
