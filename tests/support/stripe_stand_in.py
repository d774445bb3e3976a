"""The Stripe stand-in on a loopback port for tests, a place that its webhooks go to, and the official SDK."""

import contextlib
import threading
import time
from collections.abc import Callable, Generator
from typing import Any, Literal

import httpx
import stripe
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netlify.postgres import free_port
from netlify.standins.stripe.app import create_app
from netlify.standins.stripe.settings import StripeSettings
from tests.support.databases import Database

START_SECONDS = 10.0
SECRET = "whsec_throwaway"
Receive = Callable[[bytes, str], int]


class StandIn:
    """A running stand-in: the SDK's client for it, and its test controls."""

    def __init__(self, settings: StripeSettings):
        self.settings = settings
        self.api = settings.origin
        self.client = stripe.StripeClient("sk_test_throwaway", base_addresses={"api": settings.origin})
        self._http = httpx.Client(
            base_url=settings.origin, trust_env=False, headers={"authorization": "Bearer sk_test_throwaway"}
        )

    def control(self, path: str, **wanted: object) -> dict[str, Any]:
        """Use a test control and return what it answers."""
        answer = self._http.post(f"/control/{path}", json=wanted)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def http(self) -> httpx.Client:
        """Return an HTTP client whose base is the stand-in."""
        return self._http

    def close(self) -> None:
        """Close the HTTP client."""
        self._http.close()


@contextlib.contextmanager
def running(app: Any, port: int = 0, lifespan: Literal["on", "off"] = "on") -> Generator[int]:
    """Serve `app` in a thread; yield its port."""
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", lifespan=lifespan, loop="asyncio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)


@contextlib.contextmanager
def webhook_receiver(receive: Receive) -> Generator[str]:
    """Serve a webhook endpoint that hands (body, signature) to `receive` and answers with its status."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        return Response(status_code=receive(body, request.headers["stripe-signature"]))

    with running(Starlette(routes=[Route("/hook", endpoint, methods=["POST"])])) as port:
        yield f"http://127.0.0.1:{port}/hook"


@contextlib.contextmanager
def stand_in(database: Database, webhook_url: str, *, settle_seconds: float = 0.1) -> Generator[StandIn]:
    """Run the stand-in with its state in `database`."""
    port = free_port()
    settings = StripeSettings(
        origin=f"http://127.0.0.1:{port}",
        database_url=database.url("supabase_admin"),
        webhook_url=webhook_url,
        webhook_secret=SECRET,
        retry_seconds=(0.05, 0.1, 0.2),
        settle_seconds=settle_seconds,
        key_required=True,
    )
    with running(create_app(settings), port):
        made = StandIn(settings)
        try:
            yield made
        finally:
            made.close()
