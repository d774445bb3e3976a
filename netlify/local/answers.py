"""What a Lambda handler returns, as an HTTP answer: payload format 2.0, whole or streamed behind a prelude."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any, NamedTuple, cast

from netlify.local.asgi import HeaderList, Receive, Send, send_answer
from netlify.local.invocation import Answer, HandlerFailed, Stream

# Between the JSON prelude of a streamed answer and its bytes stand eight NULs.
PRELUDE_END = b"\0" * 8
LONGEST_PRELUDE = 64 * 1024
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "trailer"}


class Head(NamedTuple):
    """Status and headers of an answer."""

    status: int
    headers: HeaderList


async def send_lambda_answer(answer: Answer, method: str, receive: Receive, send: Send) -> int:
    """Send what a handler answered and return the status; raises HandlerFailed where it is no HTTP answer."""
    if isinstance(answer, Stream):
        return await _send_stream(answer, receive, send)
    result = _result(answer)
    head, body = _head(result), _body(result)
    headers = [pair for pair in head.headers if pair[0] != b"content-length" or method == "HEAD"]
    if method != "HEAD" and head.status not in {204, 304}:
        headers.append((b"content-length", b"%d" % len(body)))
    await send_answer(send, head.status, headers, b"" if head.status in {204, 304} else body)
    return head.status


def result_of(answer: bytes) -> tuple[int, bytes]:
    """Return status and body of a whole answer; raises HandlerFailed where it is no HTTP answer."""
    result = _result(answer)
    return _head(result).status, _body(result)


async def _send_stream(stream: Stream, receive: Receive, send: Send) -> int:
    """Send the stream while it is made; when the client leaves, the handler is stopped."""
    chunks = stream.chunks()
    head, first = await _prelude(chunks)
    watch = asyncio.create_task(_abort_when_client_leaves(stream, receive))
    try:
        await send({"type": "http.response.start", "status": head.status, "headers": head.headers})
        if first:
            await send({"type": "http.response.body", "body": first, "more_body": True})
        async for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        watch.cancel()
    return head.status


async def _prelude(chunks: AsyncIterator[bytes]) -> tuple[Head, bytes]:
    """Read status and headers; return them and the first bytes that came with them."""
    begun = b""
    async for chunk in chunks:
        begun += chunk
        prelude, found, rest = begun.partition(PRELUDE_END)
        if found:
            return _head(_result(prelude)), rest
        if len(begun) > LONGEST_PRELUDE:
            break
    raise HandlerFailed("Runtime.InvalidPrelude", "the stream does not begin with a prelude")


async def _abort_when_client_leaves(stream: Stream, receive: Receive) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            continue
        stream.abort()


def _result(payload: bytes) -> dict[str, Any]:
    try:
        result = json.loads(payload, parse_constant=_no_json)
    except ValueError:
        result = None
    if isinstance(result, dict):
        members = cast("dict[str, Any]", result)
        if isinstance(members.get("statusCode"), int) and 100 <= members["statusCode"] <= 599:
            return members
    raise HandlerFailed("Runtime.InvalidAnswer", "the handler's result has no statusCode")


def _no_json(word: str) -> object:
    """NaN and its like are Python's alone: behind Netlify such an answer is none."""
    raise ValueError(word)


def _head(result: dict[str, Any]) -> Head:
    """Header values may be numbers or booleans; what HTTP cannot carry is the handler's failure."""
    headers: HeaderList = []
    given = cast("dict[str, object]", result.get("headers") or {})
    cookies = cast("list[str]", result.get("cookies") or [])
    try:
        for name, value in given.items():
            if name.lower() not in HOP_BY_HOP:
                headers.append((name.lower().encode("ascii"), _header_text(value).encode("latin-1")))
        headers += [(b"set-cookie", cookie.encode("latin-1")) for cookie in cookies]
    except (AttributeError, UnicodeEncodeError, ValueError):
        raise HandlerFailed("Runtime.InvalidAnswer", "a header cannot be sent") from None
    return Head(result["statusCode"], headers)


def _header_text(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if "\r" in text or "\n" in text or "\0" in text:
        raise ValueError("a line break in a header")
    return text


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body") or ""
    if not isinstance(body, str):
        raise HandlerFailed("Runtime.InvalidAnswer", "the body is not a string")
    try:
        return base64.b64decode(body) if result.get("isBase64Encoded") else body.encode()
    except ValueError:
        raise HandlerFailed("Runtime.InvalidAnswer", "the body cannot be sent") from None
