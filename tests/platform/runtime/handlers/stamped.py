"""A handler whose stream begins with the moment at which it was yielded, and goes on for a while."""

import time
from collections.abc import Iterator
from typing import Any


def handler(_event: Any, _context: Any) -> dict[str, Any]:
    """Stream the clock's nanoseconds (monotonic: one clock for every process here), then something later."""
    return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": _stamps()}


def _stamps() -> Iterator[bytes]:
    yield str(time.monotonic_ns()).encode()
    time.sleep(0.02)
    yield b" later"
