"""The wall in the database itself: asked as the functions' own role, whatever a handler might forget."""

import json
from collections.abc import Callable

import psycopg
import pytest

from functions import get_module
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member, pay

PREVIEW, PAID = "cash-flow", "insurance"
READERS = ("paid", "granted", "granted by address", "partly refunded", "dispute won", "dispute an inquiry")
OTHERS = ("free", "expired", "revoked", "granted to an unconfirmed address", "refunded", "in dispute", "dispute lost")
GRANT = "insert into masterclass.access_grants (user_id, email, reason, granted_by, expires_at, revoked_at) values "


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small course: two preview modules and one behind the wall."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture
def standing(functions: Database, member: Callable[..., Member]) -> Callable[[str], Member]:
    """Make a member whose access stands as the word says."""

    def make(word: str) -> Member:
        made = member(confirmed=word != "granted to an unconfirmed address")
        payment = pay(functions, made.id) if word not in {"free", "expired", "revoked"} and "grant" not in word else ""
        functions.execute(facts(word, made, payment))
        return made

    return make


def facts(word: str, member: Member, payment: str) -> str:
    """Return the SQL of the facts beside the payment."""
    refund = "insert into masterclass.refunds (stripe_refund_id, stripe_payment_id, amount_minor, status) values "
    dispute = "insert into masterclass.disputes (stripe_dispute_id, stripe_payment_id, status) values "
    return {
        "refunded": f"{refund} ('re_{payment}', '{payment}', 49900, 'succeeded')",
        "partly refunded": f"{refund} ('re_{payment}', '{payment}', 49899, 'succeeded')",
        "in dispute": f"{dispute} ('dp_{payment}', '{payment}', 'needs_response')",
        "dispute lost": f"{dispute} ('dp_{payment}', '{payment}', 'lost')",
        "dispute won": f"{dispute} ('dp_{payment}', '{payment}', 'won')",
        "dispute an inquiry": f"{dispute} ('dp_{payment}', '{payment}', 'warning_needs_response')",
        "granted": f"{GRANT} ('{member.id}', null, 'test', 'test', null, null)",
        "expired": f"{GRANT} ('{member.id}', null, 'test', 'test', now() - interval '1 second', null)",
        "revoked": f"{GRANT} ('{member.id}', null, 'test', 'test', null, now())",
        "granted by address": f"{GRANT} (null, '{member.email}', 'test', 'test', null, null)",
        "granted to an unconfirmed address": f"{GRANT} (null, '{member.email}', 'test', 'test', null, null)",
    }.get(word, "select")


def seen(database: Database, role: str, member: Member | None = None) -> dict[str, int]:
    """Return how many blocks, media, cases and questions of the module behind the wall `role` sees, directly."""
    claims = json.dumps({"sub": member.id, "role": role}) if member else ""
    counted: dict[str, int] = {}
    for table in ("content_blocks", "media", "case_reviews", "quiz_questions"):
        with psycopg.connect(database.url("masterclass_functions")) as connection:
            connection.execute(
                "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)", (role, claims)
            )
            try:
                counted[table] = _count(connection, table)
            except psycopg.errors.InsufficientPrivilege:
                counted[table] = 0
    return counted


def _count(connection: psycopg.Connection, table: str) -> int:
    behind = "(select id from masterclass.content_modules where not is_preview)"
    rows = connection.execute(f"select count(id) from masterclass.{table} where module_id in {behind}".encode())
    return int(rows.fetchall()[0][0])


def test_nobody_signed_in(functions: Database) -> None:
    """`anon` sees no row of the module, and the handler says to sign in."""
    assert set(seen(functions, "anon").values()) == {0}
    assert call(get_module.handler, "GET", f"/get-module/{PAID}").status == 401


def test_no_claims_at_all(functions: Database) -> None:
    """A handler that forgot to say who asks sees nothing as `authenticated`, and nothing as the login itself."""
    assert set(seen(functions, "authenticated").values()) == {0}
    assert set(seen(functions, "none").values()) == {0}


@pytest.mark.parametrize("word", OTHERS)
def test_members_without_access(functions: Database, standing: Callable[[str], Member], word: str) -> None:
    """Whoever has not paid, or no longer, sees no row of it; the handler says what full access is."""
    member = standing(word)
    assert set(seen(functions, "authenticated", member).values()) == {0}
    assert call(get_module.handler, "GET", f"/get-module/{PAID}", token=member.token).status == 402
    assert call(get_module.handler, "GET", f"/get-module/{PREVIEW}", token=member.token).status == 200


@pytest.mark.parametrize("word", READERS)
def test_members_with_access(functions: Database, standing: Callable[[str], Member], word: str) -> None:
    """Whoever has full access sees all of it, blocks as the handler shows them."""
    member = standing(word)
    counted = seen(functions, "authenticated", member)
    answer = call(get_module.handler, "GET", f"/get-module/{PAID}", token=member.token)
    assert answer.status == 200
    assert counted["content_blocks"] == len(answer.json["blocks"]) > 0
    assert min(counted.values()) > 0


def test_the_payments_and_jobs_roles(functions: Database) -> None:
    """The other roles of the same login see no lesson at all."""
    for role in ("masterclass_payments", "masterclass_jobs"):
        assert set(seen(functions, role).values()) == {0}
