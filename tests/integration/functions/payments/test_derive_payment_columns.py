"""masterclass.derive_payment_columns: what a payment says of itself."""

from tests.integration.functions.scene import Scene


def test_kept_from_the_facts(scene: Scene) -> None:
    """Given back, disputed, and the day in UTC: worked out, whatever is written there."""
    scene.payment(scene.member(), paid_at="2026-03-04 23:30-05", refunded_minor=7, dispute_state="lost")
    kept = "select refunded_minor, dispute_state, payment_date from masterclass.payments"
    assert scene.row(kept) == [0, None, "2026-03-05"]
    scene.ask("insert into masterclass.refunds values ('re_1', 'pi_1', 100, 'succeeded')")
    scene.ask("insert into masterclass.disputes values ('dp_1', 'pi_1', 'won')")
    assert scene.row(kept) == [100, "won", "2026-03-05"]
