"""Where the stand-in keeps what Stripe would: JSON objects by id in the schema `local_stripe`."""

import contextlib
import secrets
import time
from collections.abc import AsyncGenerator
from typing import Any, LiteralString, cast

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from netlify.standins.stripe.errors import missing_object

Object = dict[str, Any]

SCHEMA: LiteralString = """
    select pg_advisory_xact_lock(7346511);
    create schema if not exists local_stripe;

    create table if not exists local_stripe.objects (
      id      text   not null primary key,
      kind    text   not null,
      number  bigint not null generated always as identity,
      created bigint not null,
      body    jsonb  not null
    );
    create index if not exists objects_kind_idx on local_stripe.objects (kind, number desc);
    create index if not exists objects_payment_intent_idx on local_stripe.objects ((body ->> 'payment_intent'));

    create table if not exists local_stripe.idempotency_keys (
      key         text        not null primary key,
      fingerprint text        not null,
      request_id  text        not null,
      status      integer     not null,
      body        jsonb       not null,
      created_at  timestamptz not null default now()
    );

    -- One row per event that is still to be delivered, or was.
    create table if not exists local_stripe.deliveries (
      id           bigint      not null generated always as identity primary key,
      event_id     text        not null,
      attempts     integer     not null default 0,
      due_at       timestamptz not null default now(),
      delivered_at timestamptz,
      last_status  integer
    );
    create index if not exists deliveries_due_idx on local_stripe.deliveries (due_at) where delivered_at is null;
    create index if not exists deliveries_event_idx on local_stripe.deliveries (event_id);

    -- What happens by itself after a while: a bank debit settles, a refund fails, a session expires.
    create table if not exists local_stripe.timers (
      id        bigint      not null generated always as identity primary key,
      due_at    timestamptz not null,
      action    text        not null,
      object_id text        not null
    );
    create index if not exists timers_due_idx on local_stripe.timers (due_at);
"""


class Store:
    """One transaction over the stand-in's objects."""

    def __init__(self, connection: AsyncConnection[Any]):
        self.connection = connection

    async def find(self, kind: str, identifier: str, *, lock: bool = False) -> Object | None:
        """Return the object, locked against others until the transaction ends where asked; None if there is none."""
        query: LiteralString = "select body from local_stripe.objects where id = %s and kind = %s"
        cursor = await self.connection.execute(query + (" for update" if lock else ""), (identifier, kind))
        row = await cursor.fetchone()
        return None if row is None else row[0]

    async def require(self, kind: str, identifier: str, *, lock: bool = False, parameter: str = "id") -> Object:
        """Return the object; raises Stripe's 404."""
        found = await self.find(kind, identifier, lock=lock)
        if found is None:
            raise missing_object(kind, identifier, parameter)
        return found

    async def any_of(self, identifier: str) -> Object | None:
        """Return whatever object has this id."""
        cursor = await self.connection.execute("select body from local_stripe.objects where id = %s", (identifier,))
        row = await cursor.fetchone()
        return None if row is None else row[0]

    async def first(self, kind: str, members: Object) -> Object | None:
        """Return the newest object of `kind` that contains `members`."""
        cursor = await self.connection.execute(
            "select body from local_stripe.objects where kind = %s and body @> %s order by number desc limit 1",
            (kind, Jsonb(members)),
        )
        row = await cursor.fetchone()
        return None if row is None else row[0]

    async def put(self, item: Object) -> Object:
        """Write `item`, new or changed, and hand it back."""
        await self.connection.execute(
            "insert into local_stripe.objects (id, kind, created, body) values (%s, %s, %s, %s)"
            " on conflict (id) do update set body = excluded.body",
            (item["id"], item["object"], item.get("created", now()), Jsonb(item)),
        )
        return item

    async def set_timer(self, action: str, object_id: str, seconds: float) -> None:
        """Let `action` happen to the object in `seconds`."""
        await self.connection.execute(
            "insert into local_stripe.timers (due_at, action, object_id)"
            " values (clock_timestamp() + make_interval(secs => %s), %s, %s)",
            (seconds, action, object_id),
        )


class Keeper:
    """The pool of connections behind every Store."""

    def __init__(self, database_url: str):
        self._pool = AsyncConnectionPool(
            database_url,
            open=False,
            min_size=1,
            max_size=8,
            timeout=10,
            kwargs={"application_name": "stripe stand-in"},
            check=AsyncConnectionPool.check_connection,
        )

    async def open(self) -> None:
        """Connect and make the schema where it is not there yet."""
        await self._pool.open()
        async with self._pool.connection() as connection:
            await connection.execute(SCHEMA)

    async def close(self) -> None:
        """Let every connection go."""
        await self._pool.close()

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Store]:
        """Run the body in one transaction."""
        async with self._pool.connection() as connection:
            yield Store(cast("AsyncConnection[Any]", connection))


def new_id(prefix: str) -> str:
    """Return an id in Stripe's manner; a checkout session's is longer."""
    length = 58 if prefix.startswith("cs_") else 24
    alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"
    return prefix + "".join(secrets.choice(alphabet) for _ in range(length))


def now() -> int:
    """Return the time as Stripe gives it: whole seconds."""
    return int(time.time())
