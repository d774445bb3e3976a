"""A database that is lost and restored, as far as one history goes: its rows, kept at one moment and put back later."""

import contextlib
import io
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from shared.payments import cli
from tests.prove.money.histories import History, Lost

# What a history has written, by table: its member, their orders, what was paid for them, and its events.
ROWS: dict[str, str] = {
    "users": "id = %(member)s",
    "orders": "id = any (%(orders)s)",
    "order_sessions": "order_id = any (%(orders)s)",
    "payments": "order_id = any (%(orders)s)",
    "refunds": "stripe_payment_id = any (%(intents)s)",
    "disputes": "stripe_payment_id = any (%(intents)s)",
    "charges": "stripe_payment_id = any (%(intents)s)",
    "access_grants": "payment_id in (select id from masterclass.payments where order_id = any (%(orders)s))",
    "webhook_events": "id like %(events)s",
}
DELETED_FIRST = ("access_grants", *(table for table in ROWS if table != "access_grants"))
Rows = dict[str, Any]


def keep_rows(owner: psycopg.Connection, told: History) -> Rows:
    """Return what the database holds of a history."""
    kept: Rows = {}
    for table, condition in ROWS.items():
        asked = f"select coalesce(jsonb_agg(to_jsonb(t)), '[]') from masterclass.{table} as t where {condition}"
        row = owner.execute(asked.encode(), _named(told)).fetchone()
        kept[table] = row[0] if row else []
    return kept


def restore_rows(owner: psycopg.Connection, told: History, kept: Rows, lost: Lost) -> None:
    """Put back what was kept, as a restore does: no trigger speaks; what is younger than the backup is not there."""
    with owner.transaction():
        owner.execute("set local session_replication_role = replica")
        for table in DELETED_FIRST:
            owner.execute(f"delete from masterclass.{table} where {ROWS[table]}".encode(), _named(told))
        for table, rows in kept.items():
            _insert(owner, table, rows)
        for table, column in (("order_sessions", "order_id"), ("orders", "id")):
            gone = f"delete from masterclass.{table} where {column} = any (%s)"
            owner.execute(gone.encode(), (list(lost.orders),))
    if lost.member:
        owner.execute("delete from auth.users where id = %s", (told.user_id,))


def reconcile_since_the_beginning() -> str:
    """Run `payments reconcile --since`; return what it said where it failed, empty where it did not."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = cli.main(["reconcile", "--since", "2020-01-01"])
    return said.getvalue() if code else ""


def _named(told: History) -> dict[str, object]:
    intents = [one.session["payment_intent"] for one in told.purchases if one.session["payment_intent"]]
    return {
        "orders": [one.order_id for one in told.purchases],
        "intents": intents,
        "member": told.user_id,
        "events": f"evt\\_{told.number}\\_%",
    }


def _insert(owner: psycopg.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Insert rows, each column that is not computed of others."""
    if not rows:
        return
    row = owner.execute(
        "select string_agg(quote_ident(attname), ', ') from pg_attribute"
        " where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
        (f"masterclass.{table}",),
    ).fetchone()
    columns = sql.SQL(row[0] if row else "")
    owner.execute(
        sql.SQL(
            "insert into {table} ({columns}) select {columns} from jsonb_populate_recordset(null::{table}, %s)"
        ).format(table=sql.Identifier("masterclass", table), columns=columns),
        (Jsonb(rows),),
    )
