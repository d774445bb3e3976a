"""HTTP for functions: routes in, a Lambda handler out; adapter.py carries the event, a small ASGI app does the rest."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, Self, TypeVar
from urllib.parse import parse_qsl

from shared import logs, problems
from shared.adapter import adapt
from shared.bodies import json_bytes
from shared.identity import NOBODY, Reader, identify
from shared.problems import Problem
from shared.routes import Endpoint, Route


class FromBody(Protocol):
    """What a body can become: a Record (records.py), which only those import who take a body: pydantic is not free."""

    @classmethod
    def from_body(cls, body: bytes) -> Self:
        """Return what `body` says, or raise the Problem that it is."""
        ...


RecordType = TypeVar("RecordType", bound=FromBody)

SLOW_SECONDS = 2.0
PREFIX_SEGMENTS = 4  # "", ".netlify", "functions", the function's name
REWRITTEN_SEGMENTS = 2  # "", "certificate": an address of the site that netlify.toml leads to a function

SECURITY_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
}


class Response:
    """An answer: its body is bytes, or an iterator of bytes that is streamed while it is made."""

    __slots__ = ("body", "headers", "status")

    def __init__(
        self,
        body: bytes | Iterator[bytes] = b"",
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ):
        self.body = body
        self.status = status
        self.headers = dict(headers or {})


def json_response(body: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with JSON: bytes and str are taken as JSON already (Postgres built them), the rest is dumped."""
    payload = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json_bytes(body)
    return Response(payload, status=status, headers={"content-type": "application/json", **(headers or {})})


class Request:
    """A request as endpoints see it; header names are lower case, path and query values decoded."""

    __slots__ = ("_reader", "body", "headers", "method", "path", "query", "request_id")

    def __init__(
        self,
        method: str,
        path: Mapping[str, str],
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes,
        request_id: str,
    ):
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.request_id = request_id
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader:
        """Who asks: the member whose valid bearer token came along, or NOBODY where none came.

        Raises SignInRequired for a token that is not valid: a broken sign-in is never read as none.
        """
        if self._reader is None:
            authorization = self.headers.get("authorization")
            self._reader = NOBODY if authorization is None else identify(authorization)
        return self._reader

    def body_as(self, record: type[RecordType]) -> RecordType:
        """Return the JSON body as `record`; raises MalformedRequest (not JSON) or InvalidBody (wrong shape)."""
        return record.from_body(self.body)


class _UnsentBody(threading.local):
    """The streamed body that the call under way will send; a thread is an instance of its own here."""

    stream: Iterator[bytes] | None = None


_unsent = _UnsentBody()


class Application:
    """The ASGI app of one function."""

    def __init__(self, routes: Sequence[Route], slow_seconds: float):
        self.routes = tuple(routes)
        self._slow_seconds = slow_seconds

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """Answer one request; a streamed body is left beside the instance, because Mangum would buffer it."""
        started = time.perf_counter()
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        request_id = logs.request_id_of(headers, scope)
        body = (await receive()).get("body", b"")
        response = self._answer(scope, headers, body, request_id)
        record = logs.request_record(request_id, scope["method"], scope["path"], response.status)
        payload = response.body
        took = time.perf_counter() - started
        failed = response.status >= problems.InternalError.status or took > self._slow_seconds
        _write_down(record if failed else None, took)
        if not isinstance(payload, bytes):
            _unsent.stream, payload = _alerting_when_done(logs.logged_when_done(payload, record, started)), b""
        else:
            logs.write_request(record, started)
        listed = {**SECURITY_HEADERS, **response.headers, "x-request-id": request_id}
        if scope["method"] == "HEAD":
            listed["content-length"], payload, _unsent.stream = str(len(payload)), b"", None
        await send(
            {
                "type": "http.response.start",
                "status": response.status,
                "headers": [(name.encode(), value.encode()) for name, value in listed.items()],
            }
        )
        await send({"type": "http.response.body", "body": payload})

    def _answer(self, scope: Mapping[str, Any], headers: Mapping[str, str], body: bytes, request_id: str) -> Response:
        try:
            return _unless_unchanged(self._dispatch(scope, headers, body, request_id), headers)
        except Problem as problem:
            if isinstance(problem, problems.Unavailable):
                logs.write_cause(request_id, problem)
            if problem.alert:
                logs.alert(problem.alert)
            return problem_response(problem, request_id)
        except Exception as failure:  # noqa: BLE001 (the last wall: nothing of a failure reaches the caller)
            logs.write_failure(request_id, failure)
            return problem_response(problems.InternalError(), request_id)

    def _dispatch(self, scope: Mapping[str, Any], headers: Mapping[str, str], body: bytes, request_id: str) -> Response:
        if "\0" in scope["path"] or b"\0" in scope["query_string"] or b"%00" in scope["query_string"]:
            raise problems.MalformedRequest("An address cannot hold a NUL character.")
        path: str = scope["path"]
        begins = PREFIX_SEGMENTS if path.startswith("/.netlify/") else REWRITTEN_SEGMENTS
        segments = [segment for segment in path.split("/")[begins:] if segment]
        route, parameters = self._route(scope["method"], segments)
        if len(body) > route.max_body_bytes and route.max_body_bytes:
            raise problems.ContentTooLarge(route.max_body_bytes)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        request = Request(scope["method"], parameters, query, headers, body, request_id)
        if route.who == "member" and request.reader is NOBODY:
            raise problems.SignInRequired
        if route.who == "owner" and request.reader is NOBODY:
            raise problems.NotFound  # an owner's addresses are none for everyone else
        return route.endpoint(request)

    def _route(self, method: str, segments: Sequence[str]) -> tuple[Route, dict[str, str]]:
        """Return the route for `method` on the path, with its parameters; raises NotFound or MethodNotAllowed."""
        found = [(route, parameters) for route in self.routes if (parameters := route.match(segments)) is not None]
        if not found:
            raise problems.NotFound
        allowed = {route.method for route, _ in found}
        if method == "OPTIONS":
            return Route("OPTIONS", "", _options(_with_implied(allowed)), "anyone", 0), {}
        wanted = "GET" if method == "HEAD" else method
        for route, parameters in found:
            if route.method == wanted:
                return route, parameters
        raise problems.MethodNotAllowed(_with_implied(allowed))


class Function:
    """A Lambda handler (API Gateway payload 2.0) that answers `routes`.

    A streamed answer is a result whose "body" is an iterator of bytes, for netlify/runtime's client.
    """

    def __init__(self, routes: Sequence[Route], slow_seconds: float):
        self.routes = tuple(routes)
        self._application = Application(self.routes, slow_seconds)
        self._adapter = adapt(self._application)

    def __call__(self, event: dict[str, Any], context: object) -> dict[str, Any]:
        """Answer one invocation."""
        result = self._adapter(event, context)
        stream, _unsent.stream = _unsent.stream, None
        return result if stream is None else {**result, "body": stream}


def function(routes: Sequence[Route], *, slow_seconds: float = SLOW_SECONDS) -> Function:
    """Return the Lambda handler for `routes`; a function file ends with it. Later than `slow_seconds` leaves a row."""
    return Function(routes, slow_seconds)


def problem_response(problem: Problem, request_id: str) -> Response:
    """Answer with `problem` as application/problem+json."""
    headers = {**problem.headers, "content-type": "application/problem+json"}
    return Response(json_bytes(problem.document(request_id)), status=problem.status, headers=headers)


def _alerting_when_done(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    finally:
        _write_down(None)


def _write_down(failed: Mapping[str, object] | None, seconds: float = 0.0) -> None:
    """Leave rows for a `failed` answer and for the alerts of this call; a call without them pays nothing."""
    if failed is not None or logs.has_alerts():
        from shared.alerts.note import note

        note(logs.take_alerts(), failed, seconds)


def _with_implied(methods: set[str]) -> list[str]:
    return sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set()))


def _options(allowed: Sequence[str]) -> Endpoint:
    return lambda _: Response(status=204, headers={"allow": ", ".join(allowed)})


def _unless_unchanged(response: Response, headers: Mapping[str, str]) -> Response:
    """Answer 304 where the caller already holds this entity (RFC 9110, section 13.1.2: weak comparison)."""
    etag, held = response.headers.get("etag"), headers.get("if-none-match")
    if etag and held and (held == "*" or etag.removeprefix("W/") in held.replace("W/", "").replace(" ", "").split(",")):
        kept = {name: value for name, value in response.headers.items() if name != "content-type"}
        return Response(status=304, headers=kept)
    return response
