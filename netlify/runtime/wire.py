"""HTTP/1.1 as the Lambda Runtime API speaks it: one kept connection over a plain socket.

http.client would do, but costs a cold start 14 ms more than `socket` (email parser, TLS); this is what we need of it.
"""

import socket
from collections.abc import Iterable, Mapping
from io import BufferedReader
from typing import NamedTuple

CRLF = b"\r\n"


class PeerGone(Exception):
    """The other side closed the connection, or answered before a streamed body was complete."""


class Reply(NamedTuple):
    """What the Runtime API answered; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """A connection to `address` ("host:port"), opened when needed, kept between requests, without time limits."""

    def __init__(self, address: str):
        host, _, port = address.rpartition(":")
        self._address = (host.strip("[]"), int(port or 80))
        self._host = address
        self._socket: socket.socket | None = None
        self._reader: BufferedReader | None = None

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Send a request and return its reply, once more on a new connection when the kept one was closed meanwhile.

        Raises OSError or PeerGone when the other side cannot be reached.
        """
        kept = self._socket is not None
        head = self._head(method, path, {**headers, "Content-Length": str(len(body))})
        try:
            return self._exchange(head + body)
        except (OSError, PeerGone):
            self.close()
            if not kept:
                raise
            return self._exchange(head + body)

    def open_stream(self, path: str, headers: Mapping[str, str], first: bytes) -> None:
        """Begin a POST whose body is sent in chunks, the first of them in the same packet."""
        self._connected().sendall(self._head("POST", path, {**headers, "Transfer-Encoding": "chunked"}) + _chunk(first))

    def send_chunk(self, chunk: bytes) -> None:
        """Send one chunk; raises PeerGone or OSError when nobody listens any more."""
        self.require_peer()
        if chunk:  # an empty chunk would end the body
            self._connected().sendall(_chunk(chunk))

    def require_peer(self) -> None:
        """Raise PeerGone when the other side closed the connection or spoke out of turn."""
        try:
            self._connected().recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        raise PeerGone

    def close_stream(self, trailers: Iterable[tuple[str, str]] = ()) -> Reply:
        """End the streamed body, return the reply and close the connection, as AWS asks after streaming."""
        end = b"0\r\n" + b"".join(f"{name}: {value}\r\n".encode("latin-1") for name, value in trailers) + CRLF
        try:
            return self._exchange(end)
        finally:
            self.close()

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._reader is not None:
            self._reader.close()
        if self._socket is not None:
            self._socket.close()
        self._reader = self._socket = None

    def _head(self, method: str, path: str, headers: Mapping[str, str]) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self._host}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return "\r\n".join(lines).encode("latin-1") + CRLF + CRLF

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(self._address)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._reader = self._socket.makefile("rb")
        return self._socket

    def _exchange(self, message: bytes) -> Reply:
        self._connected().sendall(message)
        reader = self._reader
        assert reader is not None  # noqa: S101 (made with the socket)
        status_line = reader.readline()
        if not status_line.endswith(b"\n"):
            raise PeerGone
        headers = _read_headers(reader)
        body = _read_body(reader, headers)
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Reply(int(status_line.split(None, 2)[1]), headers, body)


def _chunk(payload: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(payload), payload)


def _read_headers(reader: BufferedReader) -> dict[str, str]:
    headers: dict[str, str] = {}
    while (line := reader.readline()) not in (CRLF, b"\n"):
        if not line:
            raise PeerGone
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    return headers


def _read_body(reader: BufferedReader, headers: Mapping[str, str]) -> bytes:
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return _read_exactly(reader, int(headers.get("content-length", "0")))
    chunks: list[bytes] = []
    while size := int(reader.readline().split(b";")[0] or b"0", 16):
        chunks.append(_read_exactly(reader, size))
        reader.readline()
    _read_headers(reader)  # the trailers' place
    return b"".join(chunks)


def _read_exactly(reader: BufferedReader, size: int) -> bytes:
    payload = reader.read(size)
    if len(payload) < size:
        raise PeerGone
    return payload
