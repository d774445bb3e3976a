"""The SQL that applies what Stripe tells: one statement for an event and its fact together."""

from collections.abc import Mapping
from typing import LiteralString

from shared.database import Executor
from shared.payments.records import Applied, ChargeFact, DisputeFact, Event, Fact, InvoiceFact, RefundFact, SessionFact
from shared.payments.session_queries import APPLY_SESSION

# Takes note of the event and applies its fact in one statement, so that neither can happen without the other.
# A fact that comes without an event (read from Stripe's API) is applied the same way. An event that was
# applied before does nothing.
_CLAIM: LiteralString = """
    with claimed as (
      insert into masterclass.webhook_events (source, id, type, object_id, told_at, processed_at, outcome)
      select 'stripe', %(event_id)s, %(event_type)s, %(object_id)s, to_timestamp(%(created)s), now(), %(outcome)s
       where %(event_id)s::text is not null
          on conflict do nothing
      returning id
    ), fresh as (
      select from claimed
       union all
      select where %(event_id)s::text is null
    )
"""


def _claiming(effect: LiteralString) -> LiteralString:
    return _CLAIM + effect


_APPLY_REFUND = _claiming(
    """
    insert into masterclass.refunds as r (stripe_refund_id, stripe_payment_id, amount_minor, status, reason, note)
    select %(refund_id)s, %(payment_id)s, %(amount_minor)s, %(status)s, %(reason)s, %(note)s from fresh
        on conflict (stripe_refund_id) do update
       set status = excluded.status, reason = coalesce(excluded.reason, r.reason),
           note = coalesce(excluded.note, r.note), updated_at = now()
     where masterclass.refund_rank(excluded.status) > masterclass.refund_rank(r.status)
    returning 'applied', array_remove(array[
      case when %(status)s = 'failed' then 'refund-failed' end,
      case when r.xmax = 0
            and exists (select from masterclass.payments as p
                         where p.stripe_payment_id = r.stripe_payment_id
                           and p.seats is not null
                           and r.amount_minor < p.amount_minor)
           then 'pack-part-refunded' end
    ], null)
    """
)

_APPLY_DISPUTE = _claiming(
    """
    insert into masterclass.disputes as d
           (stripe_dispute_id, stripe_payment_id, status, case_type, net_minor, transactions, due_by)
    select %(dispute_id)s, %(payment_id)s, %(status)s, %(case_type)s, %(net_minor)s, %(transactions)s,
           to_timestamp(%(due_by)s)
      from fresh
        on conflict (stripe_dispute_id) do update
       set status = excluded.status, case_type = coalesce(excluded.case_type, d.case_type),
           due_by = coalesce(excluded.due_by, d.due_by), net_minor = excluded.net_minor,
           transactions = excluded.transactions, updated_at = now()
     where (masterclass.dispute_rank(excluded.status), excluded.transactions)
           > (masterclass.dispute_rank(d.status), d.transactions)
    returning 'applied', '{}'::text[]
    """
)

_APPLY_CHARGE = _claiming(
    """
    insert into masterclass.charges as c (stripe_charge_id, stripe_payment_id, refunded_minor, receipt_url)
    select %(charge_id)s, %(payment_id)s, %(refunded_minor)s, %(receipt_url)s from fresh
        on conflict (stripe_charge_id) do update
       set refunded_minor = greatest(c.refunded_minor, excluded.refunded_minor),
           receipt_url    = coalesce(c.receipt_url, excluded.receipt_url),
           updated_at     = now()
     where excluded.refunded_minor > c.refunded_minor
        or (c.receipt_url is null and excluded.receipt_url is not null)
    returning 'applied', '{}'::text[]
    """
)

_APPLY_INVOICE = _claiming(
    """
    , kept as (
      update masterclass.orders as o
         set invoice_url = %(invoice_url)s
        from fresh
       where o.id = %(order_id)s::uuid
         and o.user_id is not null
    )
    update masterclass.payments as p
       set invoice_url = %(invoice_url)s
      from fresh
     where p.order_id = %(order_id)s::uuid
    returning 'applied', '{}'::text[]
    """
)

_TAKE_NOTE = _claiming("select %(outcome)s, '{}'::text[] from fresh where exists (select from claimed)")

_KEEP_UNREADABLE: LiteralString = """
    insert into masterclass.webhook_events (source, id, type, outcome, reason)
    values ('stripe', %(event_id)s, %(event_type)s, 'unreadable', %(reason)s)
        on conflict do nothing
"""


def apply_event(connection: Executor, event: Event, *, live_only: bool = False) -> Applied | None:
    """Record `event` and apply its fact in one statement; None when it changed nothing.

    `live_only`: this shop sells for real, and what somebody bought in test mode is taken note of and nothing else.
    """
    carried = {
        "event_id": event.id,
        "event_type": event.type,
        "object_id": event.object_id,
        "created": event.created,
        "outcome": "applied" if event.fact else "ignored",
        "live_only": live_only,
    }
    return _apply(connection, event.fact, carried)


def apply_fact(connection: Executor, fact: Fact, *, live_only: bool = False) -> Applied | None:
    """Apply a fact that was read from Stripe's API rather than told by an event; None when it changed nothing."""
    told = dict.fromkeys(("event_id", "event_type", "object_id", "created"))
    return _apply(connection, fact, {**told, "outcome": "applied", "live_only": live_only})


def keep_unreadable(connection: Executor, event_id: str, event_type: str, reason: str) -> None:
    """Take note of an event that cannot be read or applied, and why."""
    connection.execute(_KEEP_UNREADABLE, {"event_id": event_id, "event_type": event_type, "reason": reason[:500]})


def statement_for(fact: type | None) -> LiteralString:
    """Return the one statement that takes note of an event with such a fact and applies it."""
    return _STATEMENTS[fact or type(None)]


def _apply(connection: Executor, fact: Fact | None, carried: Mapping[str, object]) -> Applied | None:
    parameters = {**carried, **(fact._asdict() if fact else {})}
    row = connection.execute(_STATEMENTS[type(fact)], parameters).fetchone()
    return Applied(row[0], tuple(row[1])) if row else None


_STATEMENTS: dict[type, LiteralString] = {
    SessionFact: APPLY_SESSION,
    RefundFact: _APPLY_REFUND,
    DisputeFact: _APPLY_DISPUTE,
    ChargeFact: _APPLY_CHARGE,
    InvoiceFact: _APPLY_INVOICE,
    type(None): _TAKE_NOTE,
}
