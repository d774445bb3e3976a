"""Idempotency keys: the first answer is kept for a day, a 500 too (docs.stripe.com/api/idempotent_requests).

Nothing is kept of a request that never began to execute: bad parameters, a wrong key, another request in the way.
"""

import hashlib
import json
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.store import Object, Store

LONGEST_KEY = 255


class Answer(NamedTuple):
    """What a request was answered, and the id of the request that first was."""

    status: int
    body: Object
    request_id: str


def fingerprint(method: str, path: str, form: dict[str, Any]) -> str:
    """Return what identifies a request by its parameters, whatever their order."""
    return hashlib.sha256(f"{method} {path} {json.dumps(form, sort_keys=True)}".encode()).hexdigest()


async def claim(store: Store, key: str, print_: str) -> Answer | None:
    """Hold the key until the transaction ends; return what its first use was answered, if it was used.

    Raises StripeError while another request holds it (409), and for another request under a used key.
    """
    if len(key) > LONGEST_KEY:
        raise StripeError("Idempotency key is too long (at most 255 characters)", kind="idempotency_error")
    kept = await _kept(store, key, print_)
    if kept is not None:
        return kept
    cursor = await store.connection.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 8150))", (key,))
    held = await cursor.fetchone()
    if held is None or not held[0]:
        raise key_in_use(key)
    return await _kept(store, key, print_)  # the first request may have ended just before the key was free


async def _kept(store: Store, key: str, print_: str) -> Answer | None:
    cursor = await store.connection.execute(
        "select fingerprint, status, body, request_id from local_stripe.idempotency_keys"
        " where key = %s and created_at > now() - interval '24 hours'",
        (key,),
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    if row[0] != print_:
        raise StripeError(
            "Keys for idempotent requests can only be used with the same parameters they were first used with."
            f" Try using a key other than '{key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    return Answer(row[1], row[2], row[3])


async def keep(store: Store, key: str, print_: str, answer: Answer) -> None:
    """Keep the first answer under the key."""
    await store.connection.execute(
        "insert into local_stripe.idempotency_keys as k (key, fingerprint, request_id, status, body)"
        " values (%s, %s, %s, %s, %s) on conflict (key) do update"
        " set fingerprint = excluded.fingerprint, request_id = excluded.request_id, status = excluded.status,"
        "     body = excluded.body, created_at = now()",
        (key, print_, answer.request_id, answer.status, Jsonb(answer.body)),
    )


def key_in_use(key: str) -> StripeError:
    """Return Stripe's 409 for a key whose first request is still under way."""
    return StripeError(
        f"There is currently another in-progress request using this Idempotent Key ({key}).",
        status=409,
        kind="idempotency_error",
        code="idempotency_key_in_use",
    )
