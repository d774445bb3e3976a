"""HTTP written byte by byte, for requests that no well-behaved client can be made to send."""

import contextlib
import json
import socket
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any, NamedTuple

PATIENCE_SECONDS = 20.0


class RawAnswer(NamedTuple):
    """What came back; status 0 where the connection was closed without a word."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> dict[str, Any]:
        """The body, which has to be a problem."""
        assert self.headers.get("content-type") == "application/problem+json", (
            self.status,
            self.headers,
            self.body[:300],
        )
        return json.loads(self.body)


def send(port: int, request: bytes) -> RawAnswer:
    """Send `request` as it is and read the one answer."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may refuse before it has read all
            connection.sendall(request)
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while not _is_whole(received, request) and (chunk := connection.recv(65536)):
                received += chunk
    return _parsed(received)


def request(method: str, path: str, *headers: str, body: bytes = b"") -> bytes:
    """Return a request with `Host` and the given header lines."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def _is_whole(received: bytes, asked: bytes) -> bool:
    head, blank, body = received.partition(b"\r\n\r\n")
    if not blank:
        return False
    headers = BytesParser(policy=HTTP).parsebytes(head.partition(b"\r\n")[2], headersonly=True)
    return asked.startswith(b"HEAD ") or len(body) >= int(headers.get("content-length", 1 << 60))


def _parsed(received: bytes) -> RawAnswer:
    head, _, body = received.partition(b"\r\n\r\n")
    status_line, _, header_lines = head.partition(b"\r\n")
    words = status_line.split()
    headers = BytesParser(policy=HTTP).parsebytes(header_lines, headersonly=True)
    listed = {name.lower(): str(value) for name, value in headers.items()}
    return RawAnswer(int(words[1]) if len(words) > 1 else 0, listed, body)
