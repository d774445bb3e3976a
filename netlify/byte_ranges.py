"""Parts of files over HTTP (RFC 9110, section 14): which bytes were asked for, and sending them."""

import asyncio
import re
from pathlib import Path

from starlette.types import Send

CHUNK_BYTES = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


def byte_range(asked: str, size: int) -> tuple[int, int, int]:
    """Return status, first byte and end of the one range asked for; several ranges are answered whole."""
    found = _RANGE.match(asked.strip())
    if not found or found.groups() == ("", ""):
        return 200, 0, size
    first, last = found.groups()
    if not first:
        begin, end = max(size - int(last), 0), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
    if begin >= size or begin >= end:
        return (416, 0, 0) if begin >= size else (200, 0, size)
    return 206, begin, end


async def send_bytes(file: Path, begin: int, end: int, send: Send) -> None:
    """Send the file's bytes from `begin` up to `end`, as parts of a body that goes on."""
    with file.open("rb") as content:
        content.seek(begin)
        while begin < end:
            chunk = await asyncio.to_thread(content.read, min(CHUNK_BYTES, end - begin))
            if not chunk:
                return
            begin += len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
