"""Reconciliation: what webhooks missed is read from Stripe's API and repaired, and every repair is counted.

Running it twice changes nothing the second time; a run that reaches its time limit leaves its place, and the
next one goes on there.
"""

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import psycopg

from shared import logs, settings
from shared.database import JOBS, PAYMENTS, one_trip
from shared.payments import fact_queries, gateway, reconcile_queries, stripe_objects
from shared.payments.close_sessions import close_session
from shared.payments.fulfil import fulfil
from shared.payments.problems import EventUnreadable, PaymentsUnavailable
from shared.payments.record_event import pass_unreadable
from shared.payments.warn import warn

Step = TypeVar("Step")

# A scheduled function has 30 seconds, and the call that is under way when time runs out may take eight more.
RUN_SECONDS = 18.0
EVENTS_SHARE = 2 / 3
# What no webhook has brought says that none arrive: not what is on its way yet, and not what is older than a day.
ON_ITS_WAY_SECONDS, RECENT_SECONDS = 300, 24 * 3600


class Outcome(NamedTuple):
    """What a run looked at and what it had to repair; `finished` is False when time ran out.

    `events_unreadable` were kept with their reason and passed, `sessions_closed` could still have been paid,
    `orders_given_up` have waited thirty days for a bank, `paid_twice` are payments of members with another that stands.
    """

    events_seen: int
    events_missed: int
    orders_checked: int
    orders_repaired: int
    orders_abandoned: int
    roles_corrected: int
    finished: bool
    events_unreadable: int = 0
    sessions_closed: int = 0
    orders_given_up: int = 0
    paid_twice: int = 0


class Compared(NamedTuple):
    """What comparing the events came to."""

    seen: int = 0
    missed: int = 0
    unreadable: int = 0
    done: bool = False


def reconcile(seconds: float = RUN_SECONDS, clock: Callable[[], float] = time.monotonic) -> Outcome:
    """Compare with Stripe for at most `seconds` of `clock`, repair what differs, and return what was found.

    Listing events has two thirds of the time, so that settling orders and closing pay pages wait for nothing; what
    fails lets the others go on, and PaymentsUnavailable is raised at the end.
    """
    began = clock()
    failures = list[PaymentsUnavailable]()

    def attempt(step: Callable[[Callable[[], bool]], Step], nothing: Step, share: float = 1.0) -> Step:
        try:
            return step(lambda: clock() < began + seconds * share)
        except PaymentsUnavailable as failure:
            failures.append(failure)
            return nothing

    events = attempt(_compare_events, Compared(), EVENTS_SHARE)
    checked, repaired, orders_done = attempt(_settle_orders, (0, 0, False))
    closed, closed_done = attempt(_close_sessions, (0, False))
    outcome = Outcome(
        events_seen=events.seen,
        events_missed=events.missed,
        events_unreadable=events.unreadable,
        orders_checked=checked,
        orders_repaired=repaired,
        orders_abandoned=reconcile_queries.close_abandoned_orders(one_trip(PAYMENTS)),
        orders_given_up=reconcile_queries.give_up_old_debits(one_trip(PAYMENTS)),
        sessions_closed=closed,
        paid_twice=_tell_paid_twice(),
        roles_corrected=reconcile_queries.refresh_expired_roles(one_trip(JOBS)),
        finished=events.done and orders_done and closed_done,
    )
    if failures:
        raise failures[0]
    return outcome


def _compare_events(in_time: Callable[[], bool]) -> Compared:
    """Compare the events of the window with those that were recorded, and record what is missing."""
    window = reconcile_queries.begin_window(one_trip(PAYMENTS))
    after, seen, missed, unreadable = window.after_event, 0, 0, 0
    while in_time():
        try:
            page = gateway.list_events(window.since, window.until, after)
        except gateway.PlaceLost:
            after = None
            reconcile_queries.keep_place(one_trip(PAYMENTS), window, None)
            continue
        recorded = _record_missed(page.events)
        seen, missed, unreadable = seen + len(page.events), missed + recorded[0], unreadable + recorded[1]
        if not page.has_more:
            reconcile_queries.close_window(one_trip(PAYMENTS), window)
            return Compared(seen, missed, unreadable, done=True)
        after = str(page.events[-1]["id"])
        reconcile_queries.keep_place(one_trip(PAYMENTS), window, after)
    return Compared(seen, missed, unreadable)


def _record_missed(events: list[dict[str, object]]) -> tuple[int, int]:
    """Record the events of a page that no webhook has brought; return how many those were, and how many unreadable."""
    unknown = reconcile_queries.select_unknown_events(one_trip(PAYMENTS), [str(event["id"]) for event in events])
    unreadable = sum(not _record(document) for document in events if document["id"] in unknown)
    ages = [time.time() - int(str(document["created"])) for document in events if document["id"] in unknown]
    if late := sum(ON_ITS_WAY_SECONDS < age < RECENT_SECONDS for age in ages):
        logs.alert("webhooks-missed", events=late)
    return len(unknown) - unreadable, unreadable


def _record(document: dict[str, object]) -> bool:
    """Record one event; return False where it cannot be read or applied: it is passed, and the others are not kept."""
    try:
        event = stripe_objects.read_event(document)
        warn(fact_queries.apply_event(one_trip(PAYMENTS), event, live_only=settings.sells_for_real()), event.object_id)
    except EventUnreadable as problem:
        pass_unreadable(document, problem.detail)
    except psycopg.Error as problem:
        pass_unreadable(document, f"Postgres refuses it ({problem.sqlstate}).")
    else:
        return True
    return False


def _close_sessions(in_time: Callable[[], bool]) -> tuple[int, bool]:
    """Close what somebody could still pay for though it is settled; return how many pages, and whether all."""
    closed = 0
    while in_time():
        session_id = reconcile_queries.take_session_to_close(one_trip(PAYMENTS))
        if session_id is None:
            return closed, True
        close_session(session_id, retries=0)
        closed += 1
    return closed, False


def _tell_paid_twice() -> int:
    """Alert of each payment whose member has another that stands; return how many were not told before."""
    found = reconcile_queries.take_second_payments(one_trip(PAYMENTS))
    for payment_id in found:
        logs.alert("payment-second", about=payment_id)
    return len(found)


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
        logs.alert("session-unknown-to-stripe", about=session_id)
    return reconcile_queries.select_state(one_trip(PAYMENTS), session_id) != before
