"""One origin for everything: finds the part that answers a path, gives each request its id and its log line."""

import contextlib
import re
import time
import uuid
from collections.abc import AsyncGenerator, Mapping
from typing import Any, Protocol

from netlify.local.asgi import App, ClientLeft, Message, Receive, Scope, Send, send_problem
from netlify.local.lines import LineWriter
from shared.problems import InternalError, MalformedRequest, NotFound, Problem

CLIENT_CLOSED = 499  # nginx's word for a client that left before its answer
_HARMLESS_SEGMENT = re.compile(r"[A-Za-z0-9._~-]{0,64}")


class Mounted(Protocol):
    """A stand-in: an ASGI app that may have something to do before and after it serves (Starlette's lifespan)."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        ...


class Gateway:
    """The ASGI app of the whole origin; of the mounts whose prefix fits, the longest answers."""

    def __init__(self, mounts: Mapping[str, App | Mounted], lines: LineWriter):
        self._mounts = sorted(mounts.items(), key=lambda mount: -len(mount[0]))
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever its part raises."""
        if scope["type"] == "lifespan":
            return
        if scope["type"] != "http":  # no part speaks WebSocket
            await send({"type": "websocket.close", "code": 1000})
            return
        scope["request_id"] = str(uuid.uuid4())
        answer = _Answer(send, scope["request_id"])
        started = time.perf_counter()
        try:
            await self._answer(scope, receive, answer)
        finally:
            self._lines.record(
                {
                    "request_id": scope["request_id"],
                    "method": scope["method"],
                    "path": _harmless(scope["path"]),
                    **_function(scope["path"]),
                    "status": answer.status or CLIENT_CLOSED,
                    "duration_ms": round((time.perf_counter() - started) * 1000, 2),
                }
            )

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self._part(scope)(scope, receive, answer)
        except ClientLeft:
            return
        except Problem as problem:
            await answer.problem(problem)
        except Exception as failure:  # noqa: BLE001 (the last wall of the gateway)
            self._lines.record(
                {"request_id": scope["request_id"], "failure": type(failure).__name__, "where": _where(failure)}
            )
            await answer.problem(InternalError())

    def _part(self, scope: Scope) -> App | Mounted:
        _refuse_other_versions(scope)
        path: str = scope["path"]
        for prefix, app in self._mounts:
            if path == prefix or path.startswith(prefix.rstrip("/") + "/"):
                if prefix != "/":
                    scope["root_path"] = prefix
                    scope["path"] = path if path != prefix else prefix + "/"
                return app
        raise NotFound


class AnswerCutShort(Exception):
    """The answer failed after it had begun: the connection is closed, so that nobody takes it for whole."""


class _Answer:
    """The `send` of one request: adds the request id, remembers the status."""

    def __init__(self, send: Send, request_id: str):
        self.status = 0
        self._send = send
        self._request_id = request_id

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            kept = [pair for pair in message["headers"] if pair[0].lower() != b"x-request-id"]
            message["headers"] = [*kept, (b"x-request-id", self._request_id.encode())]
        await self._send(message)

    async def problem(self, problem: Problem) -> None:
        if self.status:
            raise AnswerCutShort
        await send_problem(self, problem, self._request_id)


@contextlib.asynccontextmanager
async def lifespans(apps: Mapping[str, Any]) -> AsyncGenerator[None]:
    """Keep open what the mounted Starlette apps open for themselves."""
    async with contextlib.AsyncExitStack() as stack:
        for app in apps.values():
            if router := getattr(app, "router", None):
                await stack.enter_async_context(router.lifespan_context(app))
        yield


def _refuse_other_versions(scope: Scope) -> None:
    """HTTP/1.0, or HTTP/1.1 with the one Host that it has to name (RFC 9112, section 3.2)."""
    hosts = sum(name == b"host" for name, _ in scope["headers"])
    if scope["http_version"] != "1.0" and (scope["http_version"], hosts) != ("1.1", 1):
        raise MalformedRequest("HTTP/1.1 with one Host is spoken here.")


def _function(path: str) -> dict[str, str]:
    """Name the function that a path leads to."""
    parts = path.split("/")
    return {"function": _harmless(parts[3])} if path.startswith("/.netlify/functions/") else {}


def _harmless(path: str) -> str:
    """The path as the log may keep it: a segment that may hold an address, a name or a token is left out."""
    return "/".join(part if _HARMLESS_SEGMENT.fullmatch(part) else "…" for part in path[:400].split("/"))


def _where(failure: BaseException) -> str:
    trace = failure.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
