"""Histories on real Postgres through the real webhook handler, and backends that die in the middle of a transaction."""

import json
import time
import uuid
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

import functions.stripe_webhook
import shared.database
from netlify.standins.stripe.worker import sign
from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, stripe_objects
from tests.prove.money.histories import Delivery, History, Lost
from tests.prove.money.lives import COURSE, PRICE_ID
from tests.prove.money.restoring import Rows, keep_rows, reconcile_since_the_beginning, restore_rows
from tests.prove.money.standing import Standing
from tests.prove.money.telling import address_of
from tests.prove.world import STRIPE_SECRET
from tests.support.databases import Database
from tests.support.events import Answer, call

# Whoever touches a row while public.doomed names this point ends their own backend there and then; `commit` is the
# last moment before the transaction is durable. Owned by the superuser, as only a test's database would have it.
POINTS = ("webhook_events", "orders", "payments", "users", "commit")
DEATH = """
create table public.doomed (point text not null);
create function public.die() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.doomed as d where d.point = tg_argv[0]) then
    perform pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid());
    perform pg_catalog.pg_sleep(1);
  end if;
  return null;
end
$$;
create trigger zz_die after insert on masterclass.webhook_events
  for each row execute function public.die('webhook_events');
create trigger zz_die after update on masterclass.orders for each row execute function public.die('orders');
create trigger zz_die after insert on masterclass.payments for each row execute function public.die('payments');
create trigger zz_die after update of role on masterclass.users for each row execute function public.die('users');
create constraint trigger zz_die_at_commit after insert on masterclass.webhook_events
  deferrable initially deferred for each row execute function public.die('commit');
create constraint trigger zz_die_ordering after insert on masterclass.orders
  deferrable initially deferred for each row execute function public.die('commit order');
create constraint trigger zz_die_keeping after update on masterclass.orders
  deferrable initially deferred for each row
  when (old.checkout_session_id is distinct from new.checkout_session_id)
  execute function public.die('commit session');
create constraint trigger zz_die_paying after update on masterclass.orders
  deferrable initially deferred for each row when (old.state is distinct from new.state and new.state = 'paid')
  execute function public.die('commit paid');
create constraint trigger zz_die_at_commit after insert or update on masterclass.charges
  deferrable initially deferred for each row execute function public.die('commit charge');
"""

INSERT_ORDER = """
insert into masterclass.orders (id, user_id, price_id, amount_subtotal_minor, currency, livemode, state,
                                checkout_session_id, seats, checked_at)
values (%s, %s, %s, %s, %s, false, %s, %s, %s, 'infinity')
"""
# A session that Stripe was asked for by us is noted with its order, and that nobody can pay there any more.
NOTE_SESSION = (
    "insert into masterclass.order_sessions (checkout_session_id, order_id, closed_at) values (%s, %s, now())"
)
SELL = """
insert into masterclass.course (title, summary, version, disclaimer, price_amount_minor, price_currency, seat_tiers)
values ('The course', '', '1', '', %s, %s, %s)
"""
STANDING = """
select coalesce(masterclass.has_full_access(u.id), false), coalesce(u.role, 'free'),
       (select coalesce(jsonb_object_agg(o.id, o.state), '{}') from masterclass.orders as o
         where o.id = any (asked.orders)),
       (select coalesce(jsonb_object_agg(p.checkout_session_id, jsonb_build_array(
                 p.amount_minor, masterclass.refunded_minor(p), masterclass.payment_standing(p),
                 p.refunded_minor, p.dispute_state, p.receipt_url,
                 (select max(c.receipt_url) from masterclass.charges as c
                   where c.stripe_payment_id = p.stripe_payment_id))), '{}')
          from masterclass.payments as p
         where p.checkout_session_id = any (asked.sessions)),
       masterclass.payments_standing(asked.member) > 1
  from (values (%s::uuid, %s::uuid[], %s::text[])) as asked (member, orders, sessions)
  left join masterclass.users as u on u.id = asked.member
"""


class Books:
    """The owner's view of a proof's database: members and orders are written into it, standings read from it."""

    def __init__(self, database: Database):
        database.execute(DEATH)
        self._owner = psycopg.connect(database.url("supabase_admin"), autocommit=True)
        self._kept: Rows = {}
        self._now: dict[str, str] = {}

    def __enter__(self) -> "Books":
        return self

    def __exit__(self, *_: object) -> None:
        self._owner.close()

    def begin(self, told: History) -> None:
        """Sign the member up and write down the orders, as checkout would have."""
        with self._owner.transaction():
            self._sign_up(told.user_id)
            for one in told.purchases:
                known = (one.order_id, told.user_id, PRICE_ID, one.amount, one.currency)
                self._owner.execute(INSERT_ORDER, (*known, one.state, one.kept, one.seats))
                self._owner.execute(NOTE_SESSION, (one.session["id"], one.order_id))

    def sell(self) -> None:
        """Put the course on sale, at its price and that of its seats."""
        tiers = [{"from": seats, "amount_minor": price // seats} for seats, (_, price) in COURSE.items() if seats]
        self._owner.execute(SELL, (COURSE[None][1], COURSE[None][0], Jsonb(tiers)))

    def keep(self, told: History) -> None:
        """Back up what the database holds of a history."""
        self._kept = keep_rows(self._owner, told)

    def restore(self, told: History, lost: Lost) -> str:
        """Lose it and restore the backup, ask Stripe for the rest; return what was wrong, empty when nothing was."""
        restore_rows(self._owner, told, self._kept, lost)
        wrong = reconcile_since_the_beginning()
        if lost.member:
            self._now[told.user_id] = str(uuid.uuid4())
            self._sign_up(self._now[told.user_id], told.user_id)
        return wrong

    def write_order(self, user_id: str, order_id: str, price_id: str, amount_minor: int) -> None:
        """Sign a member up who has ordered and whose session nobody has kept yet."""
        with self._owner.transaction():
            self._sign_up(user_id)
            self._owner.execute(INSERT_ORDER, (order_id, user_id, price_id, amount_minor, "usd", "open", None, None))

    def _sign_up(self, user_id: str, formerly: str = "") -> None:
        self._owner.execute(
            "insert into auth.users (id, aud, role, email, email_confirmed_at, raw_user_meta_data)"
            " values (%s, 'authenticated', 'authenticated', %s, now(), '{}')",
            (user_id, address_of(formerly or user_id)),
        )

    def doom(self, *points: str) -> None:
        """Let whoever comes to one of `points` die; none: let everyone live."""
        with self._owner.transaction():
            self._owner.execute("delete from public.doomed")
            for point in points:
                self._owner.execute("insert into public.doomed values (%s)", (point,))

    def one(self, query: str, *parameters: object, **named: object) -> Any:
        """Return one value."""
        row = self._owner.execute(query.encode(), named or parameters).fetchone()
        return row[0] if row else None

    def give_seat(self, user_id: str, session_id: str) -> None:
        """Give a seat of the pack that was paid in a session to the member's address."""
        self._owner.execute(
            "insert into masterclass.access_grants (email, reason, granted_by, payment_id)"
            " select %s, 'a seat', 'proof', id from masterclass.payments where checkout_session_id = %s",
            (address_of(user_id), session_id),
        )

    def erase(self, user_id: str) -> None:
        """Delete the person where Supabase Auth keeps them."""
        self._owner.execute("delete from auth.users where id = %s", (user_id,))

    def standing(self, told: History) -> Standing | None:
        """Return the member's standing; None when what is kept of it disagrees with the facts it is kept from."""
        orders = [purchase.order_id for purchase in told.purchases]
        sessions = [purchase.session["id"] for purchase in told.purchases]
        member = self._now.get(told.user_id, told.user_id)
        row = self._owner.execute(STANDING, (member, orders, sessions)).fetchone()
        assert row is not None
        full, role, orders, payments, twice = row
        kept_right = (role == "paid") == full and all(_kept_right(values) for values in payments.values())
        words = {session: (*values[:3], values[5]) for session, values in payments.items()}
        return Standing(full, orders, words, twice) if kept_right else None


def _kept_right(values: Sequence[Any]) -> bool:
    """Whether a payment's own columns say what its facts do."""
    _, refunded, state, kept_refunded, kept_dispute, receipt, receipt_of_charge = values
    if receipt != receipt_of_charge:
        return False
    shown = {"lost": "lost", "disputed": "open"}.get(state)
    return kept_refunded == refunded and (shown == kept_dispute or (shown is None and kept_dispute in {None, "won"}))


def post(document: dict[str, Any]) -> Answer:
    """Post an event to the real handler, signed now."""
    body = json.dumps(document).encode()
    return call(
        functions.stripe_webhook.handler,
        "POST",
        "/stripe-webhook",
        body=body,
        headers={"stripe-signature": sign(body, STRIPE_SECRET, int(time.time()))},
    )


def deliver(books: Books, told: History, delivery: Delivery) -> str:
    """Let one delivery arrive on Postgres, crash included; return what was wrong, empty when nothing was."""
    document = delivery.document
    if delivery.erases:
        books.erase(told.user_id)
        return ""
    if delivery.gives:
        books.give_seat(told.user_id, delivery.gives)
        return ""
    if delivery.keeps:
        books.keep(told)
        return ""
    if delivery.restores:
        return books.restore(told, delivery.restores)
    if delivery.read or delivery.asks:
        fact_queries.apply_fact(one_trip(PAYMENTS), stripe_objects.read_session(document))
        charge = stripe_objects.latest_charge(document)
        if charge:
            fact_queries.apply_fact(one_trip(PAYMENTS), charge)
        return ""
    if delivery.crash != "before":
        status = post(document).status
        return "" if status == 200 else f"{document['type']} was answered {status}"
    return _lost(books, document)


def _lost(books: Books, document: dict[str, Any]) -> str:
    """End the backend at the last moment before the commit: 503, and an event that was unknown is unknown still."""
    known = "select exists (select from masterclass.webhook_events where id = %s)"
    before = books.one(known, document["id"])
    books.doom("commit")
    status = post(document).status
    books.doom()
    if before:  # a duplicate touches nothing, and has nothing to lose
        return "" if status == 200 else f"a duplicate was answered {status}"
    wrong = status != 503 or books.one(known, document["id"])
    return f"a killed delivery was answered {status}" if wrong else ""


def leave_instance() -> None:
    """Give back what this thread held as an instance: its connection."""
    shared.database.close()
