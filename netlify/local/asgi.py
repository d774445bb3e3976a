"""The ASGI words that the gateway's parts share: types, bodies read with a limit, answers and problems sent."""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from shared.problems import ContentTooLarge, Problem
from shared.web import SECURITY_HEADERS

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
HeaderList = list[tuple[bytes, bytes]]


class ClientLeft(Exception):
    """The client closed its connection before its request was read."""


def headers_of(scope: Scope) -> list[tuple[str, str]]:
    """Return the request's headers in their order, names in lower case."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]


def header(scope: Scope, name: str) -> str:
    """Return the request's first header `name`, or an empty string."""
    wanted = name.encode()
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == wanted), "")


def encoded(headers: Mapping[str, str]) -> HeaderList:
    """Return `headers` as ASGI wants them."""
    return [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Return the request's body; raises ContentTooLarge past `limit` bytes and ClientLeft when it stops short."""
    declared = header(scope, "content-length")
    if declared.isdigit() and int(declared) > limit:
        raise ContentTooLarge(limit)
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        body += message.get("body", b"")
        if len(body) > limit:
            raise ContentTooLarge(limit)
        if not message.get("more_body", False):
            return bytes(body)


async def send_answer(send: Send, status: int, headers: HeaderList, body: bytes = b"") -> None:
    """Send a whole answer."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def send_json(send: Send, status: int, document: object, headers: Mapping[str, str] | None = None) -> None:
    """Send `document` as JSON with the headers that every answer of a function carries."""
    body = json.dumps(document).encode()
    listed = {
        **SECURITY_HEADERS,
        "content-type": "application/json",
        **(headers or {}),
        "content-length": str(len(body)),
    }
    await send_answer(send, status, encoded(listed), body)


async def send_problem(send: Send, problem: Problem, request_id: str) -> None:
    """Send `problem` as application/problem+json (RFC 9457)."""
    headers = {**problem.headers, "content-type": "application/problem+json"}
    await send_json(send, problem.status, problem.document(request_id), headers)
