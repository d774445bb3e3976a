"""Reconciliation: what no webhook brought is repaired, once, within its time, from where the last run stopped."""

import itertools

import pytest

import functions.reconcile_payments
from shared.__main__ import main
from shared.database import PAYMENTS, one_trip
from shared.payments import gateway, reconcile_queries
from shared.payments.reconcile import Outcome, reconcile
from tests.integration.payments.shop import MakeMember, Shop
from tests.support.databases import Database
from tests.support.events import call

NOTHING = Outcome(0, 0, 0, 0, 0, 0, finished=True)


@pytest.fixture(autouse=True)
def from_now_on(on_sale: Database) -> None:
    """Each test begins with a Stripe to which nothing has happened and a place at which nothing is half done."""
    on_sale.execute(
        "drop schema if exists local_stripe cascade;"
        "update masterclass.orders set state = 'expired' where state in ('open', 'processing');"
        "update masterclass.reconciliation set since = now() - interval '1 minute', until = null, after_event = null"
    )


def test_missed_events_are_applied_and_counted_once(shop: Shop, member: MakeMember) -> None:
    """A purchase, a refund and a dispute that no webhook told of are caught up with; a second run finds no drift."""
    ann, bob = member(), member()
    session, charge = shop.buy(ann), shop.charge(shop.buy(bob))
    shop.stripe.client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    shop.stripe.control(f"charges/{charge}/dispute")
    outcome = reconcile()
    assert (outcome.events_missed, outcome.finished) == (outcome.events_seen, True)
    assert outcome.events_missed >= 6
    assert [shop.payments(who)[0]["state"] for who in (ann, bob)] == ["refunded", "disputed"]
    assert (shop.role(ann), shop.role(bob)) == ("free", "free")
    again = reconcile()
    assert again._replace(events_seen=0) == NOTHING
    assert again.events_seen == outcome.events_seen


def test_events_that_came_are_no_drift(shop: Shop, member: MakeMember) -> None:
    """What the webhook has brought is seen and not counted as missed."""
    shop.buy(member())
    shop.deliver(shop.webhooks("checkout.session.completed"))
    assert reconcile().events_missed == 0


def test_a_run_out_of_time_leaves_its_place(shop: Shop, member: MakeMember, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that have time for one page each see every event once between them, and then are finished."""
    monkeypatch.setattr(gateway, "PAGE", 2)
    buyers = [member() for _ in range(3)]
    for buyer in buyers:
        shop.buy(buyer)
    runs = [reconcile(seconds=2, clock=itertools.count().__next__) for _ in range(8)]
    assert [run.finished for run in runs[:3]] == [False] * 3
    assert {run.events_missed for run in runs} <= {0, 1, 2}
    assert sum(run.events_missed for run in runs) == 9
    assert all(shop.has_access(buyer) for buyer in buyers)


def test_no_time_at_all_does_nothing(shop: Shop, member: MakeMember) -> None:
    """A run with no time is not finished and breaks nothing."""
    shop.buy(member())
    assert reconcile(seconds=0)._replace(roles_corrected=0) == NOTHING._replace(finished=False)
    assert reconcile().events_missed == 3


def test_a_place_that_stripe_has_forgotten_is_begun_again(shop: Shop, member: MakeMember) -> None:
    """When the event to go on after is no longer listed, the window is compared from its start."""
    ann = member()
    shop.buy(ann)
    shop.database.execute(
        "update masterclass.reconciliation set until = now() + interval '1 second', after_event = 'evt_gone'"
    )
    assert reconcile().events_missed == 3
    assert shop.has_access(ann)


def test_a_slower_run_cannot_move_the_place_of_the_next_window(shop: Shop) -> None:
    """Of two runs at once the one that is behind changes nothing that the other has begun since."""
    behind = reconcile_queries.begin_window(one_trip(PAYMENTS))
    reconcile_queries.close_window(one_trip(PAYMENTS), behind)
    ahead = reconcile_queries.begin_window(one_trip(PAYMENTS))
    reconcile_queries.keep_place(one_trip(PAYMENTS), ahead, "evt_ahead")
    reconcile_queries.keep_place(one_trip(PAYMENTS), behind, "evt_behind")
    reconcile_queries.close_window(one_trip(PAYMENTS), behind)
    assert shop.one("select after_event from masterclass.reconciliation") == "evt_ahead"
    assert shop.one("select until is not null from masterclass.reconciliation")


def test_unsettled_orders_are_asked_about(shop: Shop, member: MakeMember) -> None:
    """An order whose events are no longer listed is settled from its session; one that is open stays so."""
    ann, bob = member(), member()
    shop.buy(ann)
    shop.checkout(bob)
    shop.database.execute(
        "update masterclass.reconciliation set since = now() + interval '1 hour';"
        "update masterclass.orders set created_at = now() - interval '1 hour' where state = 'open'"
    )
    outcome = reconcile()
    assert (outcome.events_seen, outcome.orders_checked, outcome.orders_repaired) == (0, 2, 1)
    assert (shop.has_access(ann), shop.has_access(bob)) == (True, False)
    assert reconcile().orders_checked == 0


def test_a_session_that_stripe_does_not_know_is_an_alert(
    shop: Shop, member: MakeMember, capsys: pytest.CaptureFixture[str]
) -> None:
    """One order from another account does not keep the run from the others."""
    ann, bob = member(), member()
    for who in (ann, bob):
        shop.checkout(who)
    shop.database.execute(
        "update masterclass.orders set created_at = now() - interval '1 hour' where state = 'open';"
        f"update masterclass.orders set checkout_session_id = 'cs_test_gone' where user_id = '{ann.id}'"
    )
    outcome = reconcile()
    assert (outcome.orders_checked, outcome.orders_repaired, outcome.finished) == (2, 0, True)
    assert "session-unknown-to-stripe" in capsys.readouterr().out
    assert shop.landing(ann, "cs_test_gone").json["state"] == "open"


def test_orders_without_a_session_are_let_go(shop: Shop, member: MakeMember) -> None:
    """An order that never got a session is closed after a day, when Stripe has forgotten its key."""
    ann = member()
    shop.stripe.control("faults", status=500, times=3)
    assert shop.checkout(ann).status == 503
    shop.database.execute("update masterclass.orders set created_at = now() - interval '26 hours' where state = 'open'")
    assert reconcile().orders_abandoned == 1
    assert shop.checkout(ann).status == 201


def test_roles_that_merely_expired_are_corrected(shop: Shop, member: MakeMember) -> None:
    """A grant that ran out changes no row; the hourly run corrects the cached role and counts it."""
    ann = member()
    shop.database.execute(
        "insert into masterclass.access_grants (user_id, reason, granted_by, expires_at)"
        f" values ('{ann.id}', 'test', 'test', now() + interval '0.2 seconds')"
    )
    assert shop.role(ann) == "paid"
    shop.database.execute("select pg_sleep(0.3)")
    assert not shop.has_access(ann)
    assert reconcile().roles_corrected == 1
    assert shop.role(ann) == "free"


def test_the_job_answers_what_it_found(shop: Shop) -> None:
    """The scheduled function answers the outcome, and 503 with Retry-After when Stripe is away."""
    handler = functions.reconcile_payments.handler
    answer = call(handler, "POST", "/reconcile-payments")
    assert (answer.status, set(answer.json)) == (200, set(Outcome._fields))
    shop.stripe.control("faults", status=500, times=1)
    assert call(handler, "POST", "/reconcile-payments").status == 503


def test_from_the_command_line(shop: Shop, member: MakeMember, capsys: pytest.CaptureFixture[str]) -> None:
    """`payments reconcile` repairs and prints each figure; anything else is wrong usage."""
    ann = member()
    shop.buy(ann)
    assert main(["payments", "reconcile"]) == 0
    assert "events missed      3" in capsys.readouterr().out
    assert shop.has_access(ann)
    assert main(["payments", "reconcile", "now"]) == 2
    assert main(["payments"]) == 2
    shop.stripe.control("faults", status=500, times=1)
    assert main(["payments", "reconcile"]) == 1
    assert "Traceback" not in capsys.readouterr().err
