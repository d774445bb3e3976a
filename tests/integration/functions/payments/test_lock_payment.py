"""masterclass.lock_payment: facts about one payment wait for one another."""

import pytest

from tests.integration.functions.scene import Scene

HELD = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"


@pytest.mark.parametrize(
    "fact",
    [
        "insert into masterclass.refunds values ('re_1', 'pi_1', 1, 'pending')",
        "insert into masterclass.disputes values ('dp_1', 'pi_1', 'won')",
        "insert into masterclass.charges (stripe_charge_id, stripe_payment_id) values ('ch_1', 'pi_1')",
    ],
)
def test_the_payment_is_held_until_the_commit(scene: Scene, fact: str) -> None:
    """Each of Stripe's facts takes the payment's lock."""
    before = scene.ask(HELD)
    scene.ask(fact)
    assert scene.ask(HELD) == before + 1
    assert scene.ask("select pg_try_advisory_xact_lock(hashtextextended('pi_1', 6))") is True, "it is one's own"
    assert scene.ask(HELD) == before + 1, "and the very same lock"
