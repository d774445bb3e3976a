"""A residency class behind one address signs in at the same moment; the pages' own scripts wait their turns."""

import json
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bcrypt
import psycopg
from playwright.sync_api import Page, sync_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from netlify.standins.supabase_auth.app import create_app
from netlify.standins.supabase_auth.settings import HOSTED_LIMITS, AuthSettings, Limits
from tests import system
from tests.prove.proof import Outcome
from tests.prove.world import world
from tests.standins.supabase_auth.serving import running
from tests.support.databases import Database

SITE = Path(__file__).resolve().parents[3] / "site"
PASSWORD = "four unrelated good words"
WITHIN_SECONDS = 180
SIGN_IN = """async ([people, password]) => {
  const { signIn } = await import('/scripts/authentication.js');
  const { privateClient } = await import('/scripts/session.js');
  const began = performance.now();
  let turns = 0;
  addEventListener('masterclass-waiting', () => (turns += 1));
  const seconds = await Promise.all(people.map(async (email) => {
    try {
      await signIn(email, password, { client: await privateClient() });
      return (performance.now() - began) / 1000;
    } catch (error) {
      return error.message;
    }
  }));
  return { seconds, turns };
}"""


@contextmanager
def hospital(database: Database, limits: Limits) -> Generator[str]:
    """Serve the pages and a sign-in service with these limits from one origin."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        origin = f"http://localhost:{listener.getsockname()[1]}"
        auth = create_app(AuthSettings(origin=origin, database_url=database.url("supabase_auth_admin"), limits=limits))
        configuration = {"supabase_url": origin, "supabase_publishable_key": "k"}

        async def config(_: Request) -> Response:
            return JSONResponse(configuration)

        routes = [Route("/config.json", config), Mount("/auth/v1", auth), Mount("/", StaticFiles(directory=SITE))]
        with running(Starlette(routes=routes), listener):
            yield origin


def sign_in_together(page: Page, database: Database, limits: Limits, people: int) -> tuple[list[Any], int]:
    """Let so many sign in at once; return when each was in (seconds), or what they read instead, and the turns."""
    addresses = [f"resident-{number}@example.com" for number in range(people)]
    hashed = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    with psycopg.connect(database.url("supabase_auth_admin")) as connection:
        connection.cursor().executemany(
            "insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, created_at,"
            " updated_at) values (gen_random_uuid(), 'authenticated', 'authenticated', %s, %s, now(), now(), now())",
            [(address, hashed) for address in addresses],
        )
    with hospital(database, limits) as origin:
        page.goto(f"{origin}/sign-in.html")
        told = page.evaluate(SIGN_IN, [addresses, PASSWORD])
    return told["seconds"], told["turns"]


def classroom(size: int, seed: int) -> Outcome:
    """`size` people behind one address, with a hosted project's limits: all are in within three minutes."""
    with world() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.require("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(600_000)
        seconds, turns = sign_in_together(page, made.database, HOSTED_LIMITS, size)
        browser.close()
    late = [one for one in seconds if not isinstance(one, int | float) or one > WITHIN_SECONDS]
    last = max((one for one in seconds if isinstance(one, int | float)), default=0)
    return Outcome(size, len(late), f"the last was in after {last:.0f} s, {turns} turns waited; {json.dumps(late[:3])}")
