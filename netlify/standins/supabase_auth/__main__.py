"""`python -m netlify.standins.supabase_auth`: Supabase Auth by itself, with the mailbox page beside it.

`--database-url` names a database with Supabase's schema `auth` in it; a superuser's database without one is given
what a Supabase project comes with (sql/local).
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from starlette.applications import Starlette
from starlette.routing import Mount

from netlify.standins import command
from netlify.standins.supabase_auth.app import create_app
from netlify.standins.supabase_auth.mailbox import Mailbox, mail_route
from netlify.standins.supabase_auth.settings import AuthSettings

PROJECT = Path(__file__).resolve().parents[3] / "sql" / "local"
MAIL = "/mail"


def main() -> None:
    """Serve `/auth/v1/…` and the mailbox until Ctrl-C."""
    parser = command.arguments("supabase_auth", "A small Supabase Auth on the real auth tables.", database=True)
    parser.add_argument("--site-url", default="", help="where links lead by default (default: its own address)")
    parser.add_argument("--hook-url", default="", help="the before-user-created hook (default: none)")
    parser.add_argument("--hook-secrets", default="", help="v1,whsec_<base64>, several separated by |")
    given = parser.parse_args()
    command.end_quietly()
    with command.listening(given.port) as (listener, origin), command.database(given.database_url) as database_url:
        prepare(database_url)
        settings = AuthSettings(
            origin=origin,
            database_url=database_url,
            site_url=given.site_url,
            signup_hook_url=given.hook_url,
            signup_hook_secrets=given.hook_secrets,
        )
        routes = [mail_route(Mailbox(database_url), MAIL), Mount("/auth/v1", create_app(settings))]
        command.serve(Starlette(routes=routes), listener, f"{origin}/auth/v1")


def prepare(database_url: str) -> None:
    """Give an empty database what a Supabase project has; exits with one sentence where that is not possible."""
    try:
        with psycopg.connect(database_url, autocommit=True) as connection:
            if connection.execute("select to_regclass('local_mail.messages')").fetchall() == [(None,)]:
                for script in _scripts():
                    connection.execute(script)
    except psycopg.Error as problem:
        host = urlsplit(database_url).hostname
        raise SystemExit(f"the database at {host} cannot be used: {str(problem).strip().splitlines()[0]}") from None


def _scripts() -> Sequence[bytes]:
    return [file.read_bytes() for file in sorted(PROJECT.glob("*.sql"))]


if __name__ == "__main__":
    main()
