"""The provider's connection under one wall-clock deadline: no silence, drip or flood can hold a call longer.

A timeout for each read, which is what HTTP clients offer, lets a byte a second pass for ever. Here every wait on the
socket is given what is left until the deadline, and an answer may have so many bytes and no more.
"""

import math
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

CONNECT_SECONDS = 5.0
ANSWER_BYTES = 4 * 1024 * 1024
CONNECTIONS = 1000
KEPT_CONNECTIONS = 10
KEPT_SECONDS = 30.0


class _Call(threading.local):
    """The call under way; a thread counts as an instance, so there is one."""

    until: float = math.inf
    bytes_left: int = ANSWER_BYTES


_call = _Call()


def hold_to(until: float) -> None:
    """Let this thread's waits on the provider end at `until` (time.monotonic)."""
    _call.until, _call.bytes_left = until, ANSWER_BYTES


def _left(timeout: float | None) -> float:
    left = _call.until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the deadline has passed")
    return min(left, left if timeout is None else timeout)


class _Stream(httpcore2.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream):
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = self._inner.read(max_bytes, _left(timeout))
        _call.bytes_left -= len(received)
        if _call.bytes_left < 0:
            raise httpcore2.ReadError("the answer is longer than any answer")
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Stream":
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, min(CONNECT_SECONDS, _left(timeout))))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connections of the system's sockets, held to the deadline."""

    def __init__(self) -> None:
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> _Stream:
        limit = min(CONNECT_SECONDS, _left(timeout))
        return _Stream(self._inner.connect_tcp(host, port, limit, local_address, socket_options))


class Transport(httpx2.HTTPTransport):
    """The HTTP client's transport over such connections; kept ones are used again."""

    def __init__(self) -> None:
        context = httpx2.create_ssl_context()
        super().__init__(verify=context)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context,
            max_connections=CONNECTIONS,
            max_keepalive_connections=KEPT_CONNECTIONS,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=_Backend(),
        )
