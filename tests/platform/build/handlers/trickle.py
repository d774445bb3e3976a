"""A tiny streaming function: each line says when it was produced, by the machine's own clock."""

import time
from collections.abc import Iterator
from typing import Any

PAUSE_SECONDS = 0.7


def handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Stream three lines, a pause between them."""
    return {"statusCode": 200, "headers": {"content-type": "text/plain"}, "body": lines()}


def lines() -> Iterator[bytes]:
    """Yield "0 <time>", "1 <time>", "2 <time>"."""
    for number in range(3):
        yield f"{number} {time.monotonic()}\n".encode()
        time.sleep(PAUSE_SECONDS)
