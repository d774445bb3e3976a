"""The HTTP server of the one origin: uvicorn, told what it is not to do."""

import contextlib
import json
import uuid
from collections.abc import Generator

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from netlify.local.gateway import Gateway
from shared.problems import MalformedRequest
from shared.web import SECURITY_HEADERS

HEADER_BYTES = 64 * 1024


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 on one connection; a request whose headers never end is given up."""

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._header_bytes = 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; the parser makes a malformed request of the ValueError."""
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > HEADER_BYTES:
            raise ValueError("headers beyond every use")
        super().on_header(name, value)

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read as HTTP with the problem that everything else is refused with."""
        del msg
        request_id = str(uuid.uuid4())
        body = json.dumps(
            MalformedRequest("This is not HTTP/1.1 as RFC 9112 has it, or far too much of it.").document(request_id)
        )
        headers = {
            **SECURITY_HEADERS,
            "content-type": "application/problem+json",
            "content-length": str(len(body)),
            "connection": "close",
            "x-request-id": request_id,
        }
        lines = ["HTTP/1.1 400 Bad Request", *(f"{name}: {value}" for name, value in headers.items())]
        self.transport.write("\r\n".join([*lines, "", body]).encode())
        self.transport.close()


class Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: the supervisor stops more than the server."""

    def __init__(self, gateway: Gateway):
        super().__init__(
            uvicorn.Config(
                gateway,
                log_config=None,
                access_log=False,
                lifespan="off",
                http=Protocol,
                ws="none",
                server_header=False,
                proxy_headers=False,  # whoever sends x-forwarded-for is not believed
                timeout_keep_alive=75,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals alone."""
        yield
