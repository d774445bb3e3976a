"""Runs the local Supabase Auth as the platform mounts it: behind uvicorn, with the mailbox page beside it."""

import re
import socket
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import psycopg
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from netlify.standins.supabase_auth.app import create_app
from netlify.standins.supabase_auth.mailbox import Mailbox, mail_route
from netlify.standins.supabase_auth.settings import AuthSettings
from tests.support.databases import Database

T = TypeVar("T")
START_SECONDS = 10.0
PASSWORD = "correct horse battery staple"
CODE = re.compile(r"asked for it: (\d{6})\b")


@dataclass(frozen=True)
class Mail:
    """A mail as the page shows it."""

    to: str
    subject: str
    text: str
    links: list[str]

    @property
    def code(self) -> str:
        """The six digits."""
        found = CODE.search(self.text)
        assert found
        return found[1]

    @property
    def link(self) -> str:
        """The one link."""
        assert len(self.links) == 1
        return self.links[0]

    @property
    def token(self) -> str:
        """The token in the link."""
        query = parse_qs(urlsplit(self.link).query)
        return (query.get("token") or query["token_hash"])[0]


class AuthServer:
    """A running service and its mailbox."""

    def __init__(self, settings: AuthSettings, database: Database):
        self.settings = settings
        self.database = database
        self.url = settings.api_url
        self.http = httpx.Client(base_url=f"{self.url}/", timeout=10)

    def post(self, path: str, body: object, **options: Any) -> httpx.Response:
        """POST `body` as JSON."""
        return self.http.post(path, json=body, **options)

    def mails(self, to: str) -> list[Mail]:
        """Return the mails to an address, newest first, from the mailbox page."""
        page = self.http.get(
            f"{self.settings.origin}/.local/mail", params={"to": to}, headers={"accept": "application/json"}
        )
        return [Mail(mail["to"], mail["subject"], mail["text"], mail["links"]) for mail in page.json()]

    def mail(self, to: str) -> Mail:
        """Return the newest mail to an address."""
        return self.mails(to)[0]

    def sign_up(self, email: str = "", **more: Any) -> dict[str, Any]:
        """Sign up and return the answer."""
        answer = self.post("signup", {"email": email or new_address(), "password": PASSWORD, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def member(self, email: str = "") -> dict[str, Any]:
        """Sign up, confirm and return the session."""
        email = email or new_address()
        self.sign_up(email)
        answer = self.post("verify", {"type": "signup", "token_hash": self.mail(email).token})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def query(
        self, query: LiteralString, parameters: Sequence[object] = (), *, role: str = "supabase_auth_admin"
    ) -> list[tuple[Any, ...]]:
        """Ask the database as the service's own role, or as `role`."""
        with psycopg.connect(self.database.url(role), autocommit=True) as connection:
            cursor = connection.execute(query, parameters)
            return cursor.fetchall() if cursor.description else []


def at_once(times: int, call: Callable[[], T]) -> list[T]:
    """Call so many times at the same moment and return what came of it."""
    with ThreadPoolExecutor(times) as pool:
        return [running.result() for running in [pool.submit(call) for _ in range(times)]]


def new_address() -> str:
    """Return an address that nobody has."""
    return f"ada.{uuid4().hex[:12]}@example.com"


def bearer(session: dict[str, Any]) -> dict[str, str]:
    """Return the header that shows the session's access token."""
    return {"authorization": f"Bearer {session['access_token']}"}


@contextmanager
def serve(database: Database, **changes: Any) -> Generator[AuthServer]:
    """Run the service on a free port with these settings changed; mails need no pause, and old sessions a nonce."""
    changes = {"mail_interval_seconds": 0, "old_sessions_need_a_nonce_for_a_password": True} | changes
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        origin = f"http://localhost:{listener.getsockname()[1]}"
        settings = AuthSettings(origin=origin, database_url=database.url("supabase_auth_admin"), **changes)
        app = create_app(settings)
        platform = Starlette(routes=[mail_route(Mailbox(settings.database_url)), Mount("/auth/v1", app)])
        with running(platform, listener):
            server = AuthServer(settings, database)
            with server.http:
                yield server


@contextmanager
def running(app: ASGIApp, listener: socket.socket) -> Generator[None]:
    """Serve `app` on `listener` from a thread of its own while the block runs."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(5)
