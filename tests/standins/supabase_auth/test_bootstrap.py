"""What the local database gives in place of a Supabase project: roles, rights and the auth functions."""

import psycopg
import pytest

from tests.support.databases import BOOTSTRAP, Database


def ask(database: Database, role: str, *statements: str) -> object:
    """Run the statements as `role`, rolled back, and return what the last one says."""
    with psycopg.connect(database.url("postgres")) as connection:
        connection.execute("select set_config('role', %s, true)", [role])
        answer: object = None
        for statement in statements:
            cursor = connection.execute(statement.encode())
            row = cursor.fetchone() if cursor.description else None
            answer = row[0] if row else None
        connection.rollback()
        return answer


def test_the_scripts_may_run_at_every_start(database: Database) -> None:
    """A second run changes nothing and fails at nothing."""
    for script in sorted(BOOTSTRAP.glob("*.sql")):
        database.execute(script.read_text())


def test_the_owner_is_no_superuser(database: Database) -> None:
    """The owner has what a hosted project's owner has, and no more."""
    attributes = "select row(rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolcanlogin)::text"
    assert ask(database, "postgres", f"{attributes} from pg_roles where rolname = 'postgres'") == "(f,t,t,t,t)"


def test_the_owner_may_put_triggers_on_people_but_add_nothing_to_auth(database: Database) -> None:
    """A trigger and a foreign key are allowed, a table in schema auth is not."""
    function = "create function public.f() returns trigger language plpgsql as 'begin return new; end'"
    trigger = "create trigger t after insert on auth.users for each row execute function public.f()"
    ask(database, "postgres", function, trigger, "create table public.t (u uuid references auth.users (id))")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(database, "postgres", "create table auth.mine ()")


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
@pytest.mark.parametrize(
    "table", ["users", "sessions", "refresh_tokens", "one_time_tokens", "flow_state", "identities"]
)
def test_nobody_else_reads_the_tables(database: Database, role: str, table: str) -> None:
    """The roles of the API have no right to any table of auth, nor to the stand-in's keys and mails."""
    for statement in (
        f"select from auth.{table}",
        "select from local_auth.signing_keys",
        "select from local_mail.messages",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(database, role, statement)


def test_who_the_caller_is(database: Database) -> None:
    """auth.uid(), role(), email() and jwt() read the claims, and are null without any, also after a commit."""
    subject = "5b2f1a52-9d5c-4d5e-9c55-1f3f2d6b7a10"
    claims = f'{{"sub": "{subject}", "role": "authenticated", "email": "ada@example.com"}}'
    setting = f"select set_config('request.jwt.claims', '{claims}', true)"
    for function, said in {"uid()::text": subject, "role()": "authenticated", "email()": "ada@example.com"}.items():
        assert ask(database, "authenticated", setting, f"select auth.{function}") == said
        assert (
            ask(database, "anon", "select set_config('request.jwt.claims', '', true)", f"select auth.{function}")
            is None
        )
        assert ask(database, "anon", f"select auth.{function}") is None
    assert ask(database, "authenticated", setting, "select auth.jwt() ->> 'sub'") == subject
