"""The SQL that applies what Stripe tells: one statement for an event and its fact together."""

from collections.abc import Mapping
from typing import LiteralString

from shared.database import Executor
from shared.payments.records import ChargeFact, DisputeFact, Event, Fact, RefundFact, SessionFact

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
    insert into masterclass.refunds as r (stripe_refund_id, stripe_payment_id, amount_minor, status)
    select %(refund_id)s, %(payment_id)s, %(amount_minor)s, %(status)s from fresh
        on conflict (stripe_refund_id) do update
       set status = excluded.status, updated_at = now()
     where masterclass.refund_rank(excluded.status) > masterclass.refund_rank(r.status)
    returning 'applied'
    """
)

_APPLY_DISPUTE = _claiming(
    """
    insert into masterclass.disputes as d (stripe_dispute_id, stripe_payment_id, status)
    select %(dispute_id)s, %(payment_id)s, %(status)s from fresh
        on conflict (stripe_dispute_id) do update
       set status = excluded.status, updated_at = now()
     where masterclass.dispute_rank(excluded.status) > masterclass.dispute_rank(d.status)
    returning 'applied'
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
    returning 'applied'
    """
)

_TAKE_NOTE = _claiming("select case when exists (select from claimed) then %(outcome)s end from fresh")

# The session must be what was ordered: subtotal, currency, price, owner, mode and live or test alike. Its total
# may differ by discounts and tax, and is what is recorded. An order may have had a session that was not kept; what
# somebody paid there counts all the same, so that of a paid session the order it names is enough.
_APPLY_SESSION: LiteralString = """
    with judged as (
      select o.id, o.user_id,
             case when %(reached)s = 'paid'
                   and not (o.amount_subtotal_minor = %(amount_subtotal)s
                            and o.currency = %(currency)s
                            and o.livemode = %(livemode)s
                            and o.price_id = coalesce(%(price_id)s, o.price_id)
                            and (o.user_id is null or o.user_id::text is not distinct from %(user_id)s::text)
                            and %(mode)s = 'payment')
                  then 'refused'
                  else %(reached)s
             end as reached
        from masterclass.orders as o
       where o.checkout_session_id = %(session_id)s
          or (o.id = %(order_id)s::uuid and (o.checkout_session_id is null or %(reached)s = 'paid'))
       order by o.checkout_session_id = %(session_id)s desc nulls last
       limit 1
    ), judgement as (
      select coalesce((select case reached when 'refused' then 'refused' else 'applied' end from judged),
                      'unknown order') as outcome
    ), claimed as (
      insert into masterclass.webhook_events (source, id, type, object_id, told_at, processed_at, outcome)
      select 'stripe', %(event_id)s, %(event_type)s, %(object_id)s, to_timestamp(%(created)s), now(), outcome
        from judgement
       where %(event_id)s::text is not null
          on conflict do nothing
      returning id
    ), fresh as (
      select j.* from judged as j where %(event_id)s::text is null or exists (select from claimed)
    ), moved as (
      update masterclass.orders as o
         set state = fresh.reached, checkout_session_id = %(session_id)s, updated_at = now()
        from fresh
       where o.id = fresh.id
         and masterclass.order_rank(fresh.reached) > masterclass.order_rank(o.state)
    ), paid as (
      insert into masterclass.payments as p
             (user_id, stripe_payment_id, checkout_session_id, amount_minor, currency, paid_at)
      select fresh.user_id, %(payment_id)s, %(session_id)s, %(amount_total)s, %(currency)s,
             coalesce(to_timestamp(%(created)s), now())
        from fresh
       where fresh.reached = 'paid'
          on conflict (checkout_session_id) do nothing
    )
    select judgement.outcome
      from judgement
     where %(event_id)s::text is null or exists (select from claimed)
"""


def apply_event(connection: Executor, event: Event) -> str | None:
    """Record `event` and apply its fact in one statement; return its outcome, None when it changed nothing."""
    carried = {
        "event_id": event.id,
        "event_type": event.type,
        "object_id": event.object_id,
        "created": event.created,
        "outcome": "applied" if event.fact else "ignored",
    }
    return _apply(connection, event.fact, carried)


def apply_fact(connection: Executor, fact: Fact) -> str | None:
    """Apply a fact that was read from Stripe's API rather than told by an event; None when it changed nothing."""
    return _apply(
        connection, fact, dict.fromkeys(("event_id", "event_type", "object_id", "created")) | {"outcome": "applied"}
    )


def statement_for(fact: type | None) -> LiteralString:
    """Return the one statement that takes note of an event with such a fact and applies it."""
    return _STATEMENTS[fact or type(None)]


def _apply(connection: Executor, fact: Fact | None, carried: Mapping[str, object]) -> str | None:
    parameters = {**carried, **(fact._asdict() if fact else {})}
    row = connection.execute(_STATEMENTS[type(fact)], parameters).fetchone()
    return row[0] if row else None


_STATEMENTS: dict[type, LiteralString] = {
    SessionFact: _APPLY_SESSION,
    RefundFact: _APPLY_REFUND,
    DisputeFact: _APPLY_DISPUTE,
    ChargeFact: _APPLY_CHARGE,
    type(None): _TAKE_NOTE,
}
