"""masterclass.watched_money: payments to be looked at, second ones, and disputes that want an answer."""

from datetime import UTC, datetime, timedelta

from tests.integration.functions.scene import Scene


def test_what_wants_somebody(scene: Scene) -> None:
    """Each by its id; what is refunded, accepted, answered or due later is not among them."""
    soon, later = (datetime.now(UTC) + timedelta(days=days) for days in (2, 20))
    buyer = scene.member()
    scene.payment(buyer, "pi_review", review="needed")
    scene.payment(buyer, "pi_accepted", review="accepted", told_twice_at="now")
    second = scene.payment(buyer, "pi_second", told_twice_at="now")
    for dispute, status, due in (
        ("dp_due", "needs_response", soon),
        ("dp_later", "needs_response", later),
        ("dp_answered", "under_review", soon),
        ("dp_unsaid", "warning_needs_response", None),
    ):
        columns = {"stripe_dispute_id": dispute, "stripe_payment_id": "pi_none", "status": status, "due_by": due}
        scene.add("disputes", "stripe_dispute_id", **columns)
    found = scene.ask("select masterclass.watched_money()")
    assert found["needs_review"] == ["pi_review"]
    assert str(second) in found["second"]
    assert found["disputes"] == ["dp_due", "dp_unsaid"]
    assert 47 < found["dispute_hours"] < 48.1
