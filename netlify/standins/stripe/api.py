"""How every API call is answered: the key, the form, idempotency, expansion, Stripe's headers and errors."""

import base64
import binascii
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg.types.json import Jsonb
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from netlify.standins.stripe import shapes
from netlify.standins.stripe.errors import StripeError, unusable_key
from netlify.standins.stripe.events import CAUSE
from netlify.standins.stripe.expand import expanded
from netlify.standins.stripe.forms import parse_form
from netlify.standins.stripe.settings import StripeSettings
from netlify.standins.stripe.store import Keeper, Object, Store, new_id
from netlify.standins.stripe.worker import Worker


@dataclass
class Desk:
    """What every endpoint is given: settings, the store, the background worker and the faults asked for."""

    settings: StripeSettings
    keeper: Keeper
    worker: Worker
    faults: list[int]


@dataclass(frozen=True)
class Call:
    """One API call inside its transaction."""

    store: Store
    desk: Desk
    form: dict[str, Any]
    path: Mapping[str, str]


Operation = Callable[[Call], Awaitable[Object]]


def answering(operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    """Return the Starlette endpoint that answers with `operation`'s object."""

    async def endpoint(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        request_id = new_id("req_")
        headers = {
            "request-id": request_id,
            "stripe-version": shapes.API_VERSION,
            "cache-control": "no-cache, no-store",
        }
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        if key:
            headers |= {"idempotency-key": key, "original-request": request_id}
        try:
            status, body, first = await _answer(operation, request, desk, request_id, key)
        except StripeError as refusal:
            status, body, first = refusal.status, refusal.body(request_id), request_id
        if first != request_id:
            headers |= {"idempotent-replayed": "true", "original-request": first}
        desk.worker.wake()
        return JSONResponse(body, status_code=status, headers=headers)

    return endpoint


async def _answer(
    operation: Operation, request: Request, desk: Desk, request_id: str, key: str | None
) -> tuple[int, Object, str]:
    """Return status, body and the id of the request that first made them."""
    if desk.faults:
        status = desk.faults.pop(0)
        raise StripeError(
            "A fault that a test asked for.", status=status, kind="rate_limit_error" if status == 429 else "api_error"
        )
    _check_key(request.headers.get("authorization", ""))
    encoded = request.url.query if request.method == "GET" else (await request.body()).decode("utf-8", "replace")
    form = parse_form(encoded)
    CAUSE.set((request_id, key))
    async with desk.keeper.transaction() as store:
        if key:
            fingerprint = hashlib.sha256(f"{request.method} {request.url.path} {encoded}".encode()).hexdigest()
            replayed = await _claim(store, key, fingerprint, request_id)
            if replayed:
                return replayed
        wanted = form.pop("expand", [])
        body = await operation(Call(store, desk, form, request.path_params))
        body = await expanded(store, body, [str(path) for path in wanted])
        if key:
            await store.connection.execute(
                "update local_stripe.idempotency_keys set body = %s where key = %s", (Jsonb(body), key)
            )
        return 200, body, request_id


async def _claim(store: Store, key: str, fingerprint: str, request_id: str) -> tuple[int, Object, str] | None:
    """Claim the idempotency key (two calls at once queue here); return what its first use answered, if any."""
    if len(key) > 255:
        raise StripeError("Idempotency key is too long (at most 255 characters)", kind="idempotency_error")
    cursor = await store.connection.execute(
        "insert into local_stripe.idempotency_keys (key, fingerprint, request_id, status, body)"
        " values (%s, %s, %s, 200, 'null') on conflict (key) do nothing returning key",
        (key, fingerprint, request_id),
    )
    if await cursor.fetchone():
        return None
    cursor = await store.connection.execute(
        "select fingerprint, status, body, request_id from local_stripe.idempotency_keys where key = %s", (key,)
    )
    row = await cursor.fetchone()
    if row is None or row[0] != fingerprint:
        raise StripeError(
            "Keys for idempotent requests can only be used with the same parameters they were first used with."
            f" Try using a key other than '{key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    return row[1], row[2], row[3]


def _check_key(authorization: str) -> None:
    """Take any test key or none; refuse a live one, which has no business here."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            value = base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            raise unusable_key("Invalid Authorization header.") from None
    if value and not value.startswith(("sk_test_", "rk_test_")):
        raise unusable_key(f"Invalid API Key provided: {value[:8]}{'*' * 8}")
