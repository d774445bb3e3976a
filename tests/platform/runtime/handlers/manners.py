"""A handler of many manners: the event's path says how it behaves."""

import base64
import ctypes
import json
import math
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.platform.runtime.handlers import turns

Event = dict[str, Any]


def answer(body: str = "", status: int = 200, **fields: object) -> Event:
    """A buffered answer."""
    return {"statusCode": status, "headers": {"content-type": "text/plain; charset=utf-8"}, "body": body, **fields}


def _body(event: Event) -> bytes:
    text = event.get("body", "")
    return base64.b64decode(text) if event.get("isBase64Encoded") else text.encode()


def echo(event: Event, context: Any) -> Event:
    """Send the body back, as bytes."""
    return answer(base64.b64encode(_body(event)).decode(), isBase64Encoded=True)


def show(event: Event, context: Any) -> Event:
    """Send the event and what the context says back as JSON."""
    told = {name: getattr(context, name) for name in ("aws_request_id", "invoked_function_arn", "function_name")}
    came = context.client_context
    told["came_along"] = came.env if came else None
    told["left_ms"] = context.get_remaining_time_in_millis()
    return answer(json.dumps({"event": event, "context": told, "pid": os.getpid(), "environment": dict(os.environ)}))  # noqa: TID251


def cookies(event: Event, context: Any) -> Event:
    """Set two cookies."""
    return answer("set", cookies=["a=1; Path=/; HttpOnly", "b=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT"])


def no_content(event: Event, context: Any) -> Event:
    """Answer 204 with a body it must not have."""
    return answer("surplus", 204)


def not_modified(event: Event, context: Any) -> Event:
    """Answer 304 with a body it must not have."""
    return {**answer("surplus", 304), "headers": {"etag": '"1"'}}


def shout(event: Event, context: Any) -> Event:
    """Print what would confuse a protocol that shared its channel with stdout."""
    print("HTTP/1.1 202 Accepted\r\n\r\n" + "x" * 1000)
    sys.stderr.write("noise\n")
    print("no end of line", end="")
    return answer("said")


def flood(event: Event, context: Any) -> Event:
    """Print two megabytes."""
    for _ in range(2000):
        print("y" * 1000)
    return answer("flooded")


def close_output(event: Event, context: Any) -> Event:
    """Close stdout; the next call must not suffer."""
    sys.stdout.close()
    return answer("closed")


def fail(event: Event, context: Any) -> Event:
    """Raise, with something private in the message."""
    raise ValueError("secret of dr.jane@example.com")


def leave(event: Event, context: Any) -> Event:
    """Raise SystemExit."""
    sys.exit(3)


def vanish(event: Event, context: Any) -> Event:
    """End the process at once."""
    os._exit(9)


def crash(event: Event, context: Any) -> Event:
    """Read from address 0."""
    return answer(str(ctypes.string_at(0)))


def rubbish(event: Event, context: Any) -> Any:
    """Return what JSON cannot hold."""
    return {"statusCode": 200, "body": object()}


def not_a_number(event: Event, context: Any) -> Any:
    """Return what Python calls JSON and nobody else does."""
    return {"statusCode": 200, "body": "", "headers": {"x-ratio": math.nan}}


def raw_bytes(event: Event, context: Any) -> Any:
    """Return bytes, which go out as they are and are no JSON."""
    return b"\x89PNG\r\n"


def empty(event: Event, context: Any) -> Any:
    """Return no bytes at all."""
    return b""


def out_of_turn(event: Event, context: Any) -> Event:
    """Say what the Runtime API says to what a runtime may not ask."""
    return answer(json.dumps(turns.out_of_turn(context.aws_request_id)))


def twice(event: Event, context: Any) -> Event:
    """Post an answer, a second one, and return a third."""
    turns.twice(context.aws_request_id, json.dumps(answer("the first")))
    return answer("the last")


def oversized(event: Event, context: Any) -> Event:
    """Post more than may be posted."""
    turns.oversized(context.aws_request_id)
    return answer("the last")


def was_said(event: Event, context: Any) -> Event:
    """Say what was said to the answers of the last call."""
    return answer(json.dumps(turns.said))


def not_an_answer(event: Event, context: Any) -> Any:
    """Return JSON that is no HTTP answer."""
    return {"statusCode": "many", "headers": 7}


def hang(event: Event, context: Any) -> Event:
    """Never return."""
    while True:
        time.sleep(60)


def eat(event: Event, context: Any) -> Event:
    """Take more memory than there is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (300_000_000, hard))
    try:
        return answer(str(len(bytearray(10**9))))
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def nap(event: Event, context: Any) -> Event:
    """Take 30 ms and say when."""
    started = time.time()
    time.sleep(0.03)
    return answer(json.dumps([event["rawQueryString"], started, time.time()]))


def large(event: Event, context: Any) -> Event:
    """Answer with as many bytes as the query asks for."""
    return answer("z" * int(event["rawQueryString"]))


def streamed(event: Event, context: Any) -> Event:
    """Stream `query` chunks, 50 ms apart, each saying when it was made."""

    def chunks() -> Iterator[bytes]:
        for number in range(int(event["rawQueryString"] or 3)):
            yield f"{number} {time.time()}\n".encode()
            time.sleep(0.05)

    return {
        "statusCode": 201,
        "headers": {"content-type": "text/event-stream"},
        "cookies": ["s=1", "t=2"],
        "body": chunks(),
    }


def streamed_bytes(event: Event, context: Any) -> Event:
    """Stream every byte value, empty chunks among them."""
    parts = [bytes(range(256)), b"", b"\0" * 8, "é☃".encode()]
    return {"statusCode": 200, "headers": {"content-type": "application/octet-stream"}, "body": iter(parts)}


def streamed_until_left(event: Event, context: Any) -> Event:
    """Stream for ever; write to the file the query names when told to stop."""

    def chunks() -> Iterator[bytes]:
        try:
            while True:
                yield b"more\n"
                time.sleep(0.01)
        finally:
            Path(event["rawQueryString"]).write_text("stopped")

    return {"statusCode": 200, "headers": {}, "body": chunks()}


def streamed_failure(event: Event, context: Any) -> Event:
    """Stream one chunk, then fail."""

    def chunks() -> Iterator[bytes]:
        yield b"first\n"
        raise RuntimeError("secret of dr.jane@example.com")

    return {"statusCode": 200, "headers": {}, "body": chunks()}


def streamed_early_failure(event: Event, context: Any) -> Event:
    """Fail before the first chunk."""

    def chunks() -> Iterator[bytes]:
        raise RuntimeError("secret of dr.jane@example.com")
        yield b""

    return {"statusCode": 200, "headers": {}, "body": chunks()}


def streamed_rubbish(event: Event, context: Any) -> Event:
    """Stream text where bytes are due."""
    return {"statusCode": 200, "headers": {}, "body": iter([b"fine", "not bytes"])}


def streamed_then_gone(event: Event, context: Any) -> Event:
    """Stream one chunk, then end the process."""

    def chunks() -> Iterator[bytes]:
        yield b"first\n"
        os._exit(9)

    return {"statusCode": 200, "headers": {}, "body": chunks()}


def streamed_hang(event: Event, context: Any) -> Event:
    """Stream one chunk, then nothing for ever."""

    def chunks() -> Iterator[bytes]:
        yield b"first\n"
        time.sleep(600)

    return {"statusCode": 200, "headers": {}, "body": chunks()}


MANNERS: tuple[Callable[[Event, Any], Any], ...] = (
    echo,
    show,
    cookies,
    no_content,
    not_modified,
    shout,
    flood,
    close_output,
    fail,
    leave,
    vanish,
    crash,
    rubbish,
    not_a_number,
    raw_bytes,
    empty,
    out_of_turn,
    twice,
    oversized,
    was_said,
    not_an_answer,
    hang,
    eat,
    nap,
    large,
    streamed,
    streamed_bytes,
    streamed_until_left,
    streamed_failure,
    streamed_early_failure,
    streamed_rubbish,
    streamed_then_gone,
    streamed_hang,
)
BY_NAME = {manner.__name__: manner for manner in MANNERS}


def handler(event: Event, context: Any) -> Any:
    """Behave as the path's last segment says; an event without a path (a schedule's) is shown."""
    name = event.get("rawPath", "/show").rsplit("/", 1)[-1]
    return BY_NAME[name](event, context) if name in BY_NAME else answer("manners")
