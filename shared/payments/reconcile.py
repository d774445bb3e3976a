"""Reconciliation: what webhooks missed is read from Stripe's API and repaired, and every repair is counted.

Running it twice changes nothing the second time; a run that reaches its time limit leaves its place, and the
next one goes on there.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from shared import logs
from shared.database import JOBS, PAYMENTS, one_trip
from shared.payments import fact_queries, gateway, reconcile_queries, stripe_objects
from shared.payments.fulfil import fulfil, warn

# A scheduled function has 30 seconds, and the call that is under way when time runs out may take eight more.
RUN_SECONDS = 18.0


class Outcome(NamedTuple):
    """What a run looked at and what it had to repair; `finished` is False when time ran out."""

    events_seen: int
    events_missed: int
    orders_checked: int
    orders_repaired: int
    orders_abandoned: int
    roles_corrected: int
    finished: bool


def reconcile(seconds: float = RUN_SECONDS, clock: Callable[[], float] = time.monotonic) -> Outcome:
    """Compare with Stripe for at most `seconds` of `clock`, repair what differs, and return what was found."""
    deadline = clock() + seconds

    def in_time() -> bool:
        return clock() < deadline

    seen, missed, events_done = _compare_events(in_time)
    checked, repaired, orders_done = _settle_orders(in_time)
    return Outcome(
        events_seen=seen,
        events_missed=missed,
        orders_checked=checked,
        orders_repaired=repaired,
        orders_abandoned=reconcile_queries.close_abandoned_orders(one_trip(PAYMENTS)),
        roles_corrected=reconcile_queries.refresh_expired_roles(one_trip(JOBS)),
        finished=events_done and orders_done,
    )


def _compare_events(in_time: Callable[[], bool]) -> tuple[int, int, bool]:
    """Return how many events Stripe has told of in the window, how many we had missed, and whether all were seen."""
    window = reconcile_queries.begin_window(one_trip(PAYMENTS))
    after, seen, missed = window.after_event, 0, 0
    while in_time():
        try:
            page = gateway.list_events(window.since, window.until, after)
        except gateway.PlaceLost:
            after = None
            reconcile_queries.keep_place(one_trip(PAYMENTS), window, None)
            continue
        seen, missed = seen + len(page.events), missed + _record_missed(page.events)
        if not page.has_more:
            reconcile_queries.close_window(one_trip(PAYMENTS), window)
            return seen, missed, True
        after = str(page.events[-1]["id"])
        reconcile_queries.keep_place(one_trip(PAYMENTS), window, after)
    return seen, missed, False


def _record_missed(events: list[dict[str, object]]) -> int:
    """Record the events of a page that no webhook has brought; return how many those were."""
    unknown = reconcile_queries.select_unknown_events(one_trip(PAYMENTS), [str(event["id"]) for event in events])
    for document in events:
        if document["id"] in unknown:
            event = stripe_objects.read_event(document)
            warn(fact_queries.apply_event(one_trip(PAYMENTS), event), event.object_id)
    return len(unknown)


def _settle_orders(in_time: Callable[[], bool]) -> tuple[int, int, bool]:
    """Return how many unsettled orders were asked about, how many had moved on, and whether all were asked about."""
    checked = repaired = 0
    while in_time():
        session_id = reconcile_queries.take_unsettled_order(one_trip(PAYMENTS))
        if session_id is None:
            return checked, repaired, True
        checked, repaired = checked + 1, repaired + _settle(session_id)
    return checked, repaired, False


def _settle(session_id: str) -> bool:
    """Ask Stripe about one order's session; return whether the order had moved on. One unknown there is an alert."""
    before = reconcile_queries.select_state(one_trip(PAYMENTS), session_id)
    try:
        fulfil(session_id, retries=0)
    except gateway.SessionUnknown:
        logs.write({"alert": "session-unknown-to-stripe", "object": session_id})
    return reconcile_queries.select_state(one_trip(PAYMENTS), session_id) != before
