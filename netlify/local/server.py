"""The HTTP server of the one origin: uvicorn, told what it is not to do."""

import contextlib
from collections.abc import Generator

import uvicorn

from netlify.local.gateway import Gateway


class Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: the supervisor stops more than the server."""

    def __init__(self, gateway: Gateway):
        super().__init__(
            uvicorn.Config(
                gateway,
                log_config=None,
                access_log=False,
                lifespan="off",
                http="httptools",
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
