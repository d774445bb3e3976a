"""masterclass.watched_pauses: since when nothing has happened, and how often it usually does."""

import pytest

from tests.integration.functions.scene import Scene


def test_the_last_28_days_before_the_last_time(scene: Scene) -> None:
    """Rate and longest pause are of the 28 days before the last event; calls of one hour are one."""
    scene.ask(
        "insert into masterclass.payments (stripe_payment_id, amount_minor, currency, paid_at)"
        " select 'pi_' || n, 1, 'usd', now() - interval '10 days' - n * interval '12 hours'"
        "   from generate_series(0, 79) as n"
    )
    scene.ask(
        "insert into masterclass.webhook_events (source, id, type, outcome, received_at)"
        " select 'stripe', 'evt_' || n, 'x', 'applied', date_trunc('hour', now()) + n * interval '1 second'"
        "   from generate_series(0, 9) as n"
    )
    found = {pause["what"]: pause for pause in scene.ask("select masterclass.watched_pauses()")}
    assert found["sales"]["hours"] == pytest.approx(240, abs=0.1)
    assert found["sales"]["per_day"] == pytest.approx(2)
    assert found["sales"]["longest_hours"] == pytest.approx(12)
    assert found["webhooks"]["per_day"] == pytest.approx(1 / 28)
    assert "sign-ups" not in found
