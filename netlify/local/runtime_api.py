"""The Lambda Runtime API as one worker process sees it: HTTP on a loopback port of its own.

`GET …/invocation/next` is parked until there is work; `POST …/invocation/{id}/response` answers it, whole or
as a stream (`Lambda-Runtime-Function-Response-Mode: streaming`), `…/error` and `/init/error` say what failed.
Reference: docs.aws.amazon.com/lambda, "Using the Lambda runtime API" and "Building a custom runtime".
"""

import asyncio
import base64
import contextlib
import json
import re
from typing import Protocol, cast

import httptools

from netlify.local.invocation import HandlerFailed, Invocation, Stream
from netlify.local.runtime_replies import (
    ACCEPTED,
    ANSWER_BYTES,
    TOO_LARGE,
    TWICE,
    UNKNOWN,
    WRONG_ID,
    WRONG_METHOD,
    Reply,
)

_PATH = re.compile(r"/2018-06-01/runtime/(?:(init/error)|invocation/(?:(next)|([^/]+)/(response|error)))")
ARN = "arn:aws:lambda:local:000000000000:function:"


class Worker(Protocol):
    """Whose side of the API this is."""

    invocation: Invocation | None
    last_request_id: str

    def asks_for_work(self, connection: "RuntimeConnection") -> None:
        """`GET …/next` has come."""

    def has_answered(self) -> None:
        """The answer to its invocation is complete."""

    def failed_to_start(self, failure: HandlerFailed) -> None:
        """`POST /init/error` has come."""


class RuntimeConnection(asyncio.Protocol):
    """One HTTP connection of a worker."""

    def __init__(self, worker: Worker):
        self._worker = worker
        self._parser = httptools.HttpRequestParser(self)
        self._transport = cast("asyncio.Transport", None)
        self.lost = asyncio.Event()
        self.was_reset = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Feed the parser; what is not HTTP ends the connection."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """An answer that breaks off here broke off for its reader too.

        The kernel resets a connection that was closed with bytes in it that nobody had read (RFC 1122, 4.2.2.13).
        """
        if self._answers is not None:
            self._answers.fail(HandlerFailed("Runtime.TruncatedResponse", "the answer was cut"))
        self.was_reset = isinstance(exc, OSError)
        self.lost.set()

    _stream: Stream | None = None
    _answers: Invocation | None = None

    # httptools' callbacks, in the order in which a request arrives.

    def on_message_begin(self) -> None:
        """Start a request."""
        self._url = b""
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._stream = self._answers = None

    def on_url(self, url: bytes) -> None:
        """Collect the address."""
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Collect a header, or a trailer after a streamed body."""
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        """Begin a streamed answer as soon as it is known to be one."""
        if self._headers.get("expect", "").lower() == "100-continue":
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._path = _PATH.fullmatch(self._url.decode("latin-1"))
        self._refusal = self._refused()
        if self._refusal or self._path is None or self._path[4] is None or self._worker.invocation is None:
            return
        self._answers = invocation = self._worker.invocation
        invocation.claimed = True
        mode = self._headers.get("lambda-runtime-function-response-mode", "").lower()
        if self._path[4] == "response" and mode == "streaming":
            self._stream = invocation.stream = Stream(self._transport)
            invocation.resolve(self._stream)

    def on_body(self, body: bytes) -> None:
        """Pass a streamed chunk on, collect any other."""
        if self._stream:
            self._stream.feed(body)
        elif len(self._body) <= ANSWER_BYTES:
            self._body += body

    def on_message_complete(self) -> None:
        """Act on the whole request."""
        if self._refusal or self._path is None:
            self._reply(self._refusal or UNKNOWN)
        elif self._path[2]:
            self._worker.asks_for_work(self)
        elif self._path[1]:
            self._reply(ACCEPTED)
            self._worker.failed_to_start(self._failure(self._body))
        elif self._answers:
            self._take_answer(self._answers, failed=self._path[4] == "error")

    def hand_over(self, invocation: Invocation, name: str) -> None:
        """Answer the parked request for work with `invocation`."""
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            b"Lambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Deadline-Ms: %d\r\n"
            b"Lambda-Runtime-Invoked-Function-Arn: %s%s\r\nContent-Length: %d\r\n\r\n"
            % (
                invocation.request_id.encode(),
                invocation.deadline_ms,
                ARN.encode(),
                name.encode(),
                len(invocation.event),
            )
            + invocation.event
        )

    def _refused(self) -> Reply | None:
        """What is wrong with the request, whose head is complete; None where nothing is."""
        if self._path is None:
            return UNKNOWN
        if self._parser.get_method() != (b"GET" if self._path[2] else b"POST"):
            return WRONG_METHOD
        if (request_id := self._path[3]) is None:
            return None
        if request_id != self._worker.last_request_id:
            return WRONG_ID
        invocation = self._worker.invocation
        return TWICE if invocation is None or invocation.claimed else None

    def _take_answer(self, invocation: Invocation, *, failed: bool) -> None:
        self._answers = None
        reply = ACCEPTED
        if failed:
            invocation.fail(self._failure(self._body))
        elif self._stream:
            error = self._headers.get("lambda-runtime-function-error-body", "")
            self._stream.end(self._failure(_decoded(error)) if error else None)
            self._stream = None
        elif len(self._body) > ANSWER_BYTES:
            reply = TOO_LARGE
            invocation.fail(HandlerFailed("Function.ResponseSizeTooLarge", f"over {ANSWER_BYTES} bytes"))
        else:
            invocation.resolve(bytes(self._body))
        self._reply(reply)
        self._worker.has_answered()

    def _failure(self, body: bytes | bytearray) -> HandlerFailed:
        reported: dict[str, object] = {}
        with contextlib.suppress(ValueError):
            reported = json.loads(body)
        kind = reported.get("errorType") or self._headers.get("lambda-runtime-function-error-type") or "Unhandled"
        return HandlerFailed(str(kind), str(reported.get("errorMessage", "")))

    def _reply(self, reply: Reply) -> None:
        body = reply.body()
        head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % (reply.status, len(body)) + body)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""
