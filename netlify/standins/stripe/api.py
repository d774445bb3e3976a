"""How every API call is answered: the key, the form, idempotency, expansion, Stripe's headers and errors."""

import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from netlify.standins.stripe import idempotency, shapes
from netlify.standins.stripe.errors import StripeError, not_done, unusable_key
from netlify.standins.stripe.events import CAUSE
from netlify.standins.stripe.expand import expanded
from netlify.standins.stripe.forms import parse_form
from netlify.standins.stripe.idempotency import Answer
from netlify.standins.stripe.parameters import taken
from netlify.standins.stripe.settings import StripeSettings
from netlify.standins.stripe.store import Keeper, Object, Store, new_id
from netlify.standins.stripe.worker import Worker

_VERSION = re.compile(r"20\d\d-\d\d-\d\d(\.[a-z]+)?")


class Fault(NamedTuple):
    """A failure that a test asked for: `begun` counts as execution (its answer is kept), `done` has done the work."""

    status: int
    begun: bool
    done: bool


@dataclass
class Desk:
    """What every endpoint is given: settings, the store, the background worker and the faults asked for."""

    settings: StripeSettings
    keeper: Keeper
    worker: Worker
    faults: list[Fault] = field(default_factory=list[Fault])


@dataclass(frozen=True)
class Call:
    """One API call inside its transaction."""

    store: Store
    desk: Desk
    form: dict[str, Any]
    path: Mapping[str, str]


Operation = Callable[[Call], Awaitable[Object]]


class Endpoint(NamedTuple):
    """What answers a call, the SDK's name of what it takes, and which of that it makes use of."""

    operation: Operation
    parameters: str
    done: frozenset[str] = frozenset()

    def read(self, form: dict[str, Any]) -> dict[str, Any]:
        """Return the form's values as what they are."""
        return taken(form, self.parameters, self.done)


def answering(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Return the Starlette endpoint that answers with the operation's object."""

    async def answer(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        request_id = new_id("req_")
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        try:
            given = await _answer(endpoint, request, desk, request_id, key)
        except StripeError as refusal:
            given = Answer(refusal.status, refusal.body(request_id), request_id)
        desk.worker.wake()
        return JSONResponse(given.body, given.status, _headers(request, given, request_id, key))

    return answer


def _headers(request: Request, given: Answer, request_id: str, key: str | None) -> dict[str, str]:
    version = request.headers.get("stripe-version", "")
    headers = {
        "request-id": request_id,
        "stripe-version": version if _VERSION.fullmatch(version) else shapes.API_VERSION,
        "cache-control": "no-cache, no-store",
    }
    if key:
        headers |= {"idempotency-key": key.encode("ascii", "replace").decode(), "original-request": given.request_id}
    return headers | ({"idempotent-replayed": "true"} if given.request_id != request_id else {})


async def _answer(endpoint: Endpoint, request: Request, desk: Desk, request_id: str, key: str | None) -> Answer:
    fault = desk.faults.pop(0) if desk.faults else None
    if fault and not fault.begun:
        raise _failure(fault, key)
    check_key(request.headers.get("authorization", ""), is_required=desk.settings.key_required)
    _check_version(request.headers.get("stripe-version", shapes.API_VERSION))
    encoded = request.url.query if request.method == "GET" else (await request.body()).decode("utf-8", "replace")
    sent = parse_form(encoded)
    form = endpoint.read(sent)
    CAUSE.set((request_id, key))
    async with desk.keeper.transaction() as store:
        print_ = idempotency.fingerprint(request.method, request.url.path, sent)
        answer = await idempotency.claim(store, key, print_) if key else None
        if answer is None:
            answer = await _first_answer(endpoint, Call(store, desk, form, request.path_params), fault, request_id)
            if key and answer.status != 501:
                await idempotency.keep(store, key, print_, answer)
        return answer


async def _first_answer(endpoint: Endpoint, call: Call, fault: Fault | None, request_id: str) -> Answer:
    """Execute, and turn a refusal into the answer that is kept: what it did until then is undone."""
    try:
        async with call.store.connection.transaction():
            body: Object = {}
            if fault is None or fault.done:
                wanted = call.form.pop("expand", [])
                body = await expanded(call.store, await endpoint.operation(call), wanted)
        if fault:
            raise _failure(fault, None)
        return Answer(200, body, request_id)
    except StripeError as refusal:
        return Answer(refusal.status, refusal.body(request_id), request_id)


def _failure(fault: Fault, key: str | None) -> StripeError:
    if fault.status == 409:
        return idempotency.key_in_use(key or "")
    kind = "rate_limit_error" if fault.status == 429 else "api_error"
    return StripeError("A fault that a test asked for.", status=fault.status, kind=kind)


def _check_version(version: str) -> None:
    if not _VERSION.fullmatch(version):
        raise StripeError(f"Invalid Stripe API version: {version}")
    if version != shapes.API_VERSION:
        raise not_done(f"the shapes of API version {version}")


def check_key(authorization: str, *, is_required: bool) -> None:
    """Take any test key; none only where none is required; a live one has no business here."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            value = base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            raise unusable_key("Invalid Authorization header.") from None
    elif authorization and scheme.lower() != "bearer":
        raise unusable_key("Invalid Authorization header: use Bearer or Basic.")
    if not value and not authorization and is_required:
        raise unusable_key("You did not provide an API key.")
    if authorization and not value.startswith(("sk_test_", "rk_test_")):
        raise unusable_key(f"Invalid API Key provided: {value[:8]}{'*' * 8}")
