"""What every request works with: settings, database, keys, limits, mailbox, and who is asking."""

import asyncio
import ipaddress
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netlify.standins.supabase_auth.keys import KeyRing
from netlify.standins.supabase_auth.limits import RateLimits
from netlify.standins.supabase_auth.mailbox import Mailbox
from netlify.standins.supabase_auth.mails import Letter
from netlify.standins.supabase_auth.problems import AuthProblem
from netlify.standins.supabase_auth.redirects import allowed_redirect
from netlify.standins.supabase_auth.settings import AuthSettings

MOST_CONNECTIONS = 10
PATIENCE_SECONDS = 5.0
PUBLISHING_SECONDS = 1.0  # whoever verifies tokens waits two seconds for the keys


@dataclass(frozen=True)
class Client:
    """Who is asking, from where (as a proxy before us says), and where their link should lead."""

    ip: str
    user_agent: str
    redirect_to: str


class Service:
    """One running Supabase Auth."""

    def __init__(self, settings: AuthSettings):
        self.settings = settings
        self.keys = KeyRing()
        self.limits = RateLimits(settings.limits)
        self._mailbox = Mailbox(settings.database_url)
        self._pool = AsyncConnectionPool(
            settings.database_url,
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=PATIENCE_SECONDS,
            open=False,
            kwargs={"options": "-c timezone=UTC", "prepare_threshold": None, "connect_timeout": 3},
            check=AsyncConnectionPool.check_connection,
            reconnect_timeout=1.0,
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """Give a connection whose work is kept when the block ends well; 503 while Postgres is away."""
        try:
            await self._pool.open()
            async with self._pool.connection() as connection:
                await self.keys.refresh(connection)
                yield connection
        except (PoolTimeout, OperationalError):
            raise AuthProblem(503, "unexpected_failure", "The database is not there at the moment") from None

    async def published_keys(self) -> Mapping[str, object]:
        """Return the key set; while Postgres is away that of a moment ago, as a CDN before it would."""
        try:
            async with asyncio.timeout(PUBLISHING_SECONDS), self.transaction():
                pass
        except (AuthProblem, TimeoutError):
            if not self.keys.jwks()["keys"]:
                raise AuthProblem(503, "unexpected_failure", "The database is not there at the moment") from None
        return self.keys.jwks()

    async def post(self, letters: Iterable[Letter]) -> None:
        """Send mails; called when what they speak of is committed."""
        for letter in letters:
            await self._mailbox.send(letter.to, letter.subject, letter.text, letter.html)

    async def close(self) -> None:
        """Give the connections back."""
        await self._pool.close()


def get_route(path: str, endpoint: Callable[[Request], Awaitable[Response]]) -> Route:
    """Return a route for GET alone: where asking has an effect, the HEAD of a mail scanner must not have it."""
    route = Route(path, endpoint, methods=["GET"])
    route.methods = {"GET"}
    return route


def service_of(request: Request) -> Service:
    """Return the service that this request came to."""
    return cast("Service", request.app.state.service)


def _address(host: str) -> str:
    """Return the address without its zone; empty when Postgres would take it for none."""
    try:
        return str(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return ""


def client_of(request: Request) -> Client:
    """Return who is asking."""
    wanted = request.headers.get("redirect_to") or request.query_params.get("redirect_to", "")
    peer = _address(request.client.host) if request.client else ""
    forwarded = _address(request.headers.get("x-forwarded-for", "").partition(",")[0].strip())
    return Client(
        ip=forwarded or peer,
        user_agent=request.headers.get("user-agent", "").replace("\0", ""),
        redirect_to=allowed_redirect(service_of(request).settings, wanted, request.headers.get("referer", "")),
    )
