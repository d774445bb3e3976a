"""The terms: agreed to at sign-up or on a page, kept with version and time, asked anew when the version changes."""

from collections.abc import Callable

import psycopg
import pytest

from functions.account import handler
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member


@pytest.fixture
def terms(functions: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let a version of the terms count."""

    def count(version: str) -> None:
        monkeypatch.setenv("SIGNUP_TERMS_VERSION", version)

    count("2026-11")
    return count


def told(member: Member) -> tuple[str | None, bool]:
    """Return the version that counts, and whether the member has agreed to it."""
    answer = call(handler, "GET", "/account/terms", token=member.token)
    assert answer.status == 200
    return answer.json["version"], answer.json["agreed"]


def agree(member: Member, version: str) -> int:
    """Agree to a version on a page; return the status."""
    return call(handler, "POST", "/account/terms", token=member.token, json_body={"version": version}).status


def test_a_new_version_is_agreed_to_once(terms: Callable[[str], None], member: Callable[..., Member]) -> None:
    """Agreed to it stays agreed to; the next version is asked for anew, and another than the current is a conflict."""
    ann = member()
    assert told(ann) == ("2026-11", False)
    assert [agree(ann, "2026-11") for _ in range(2)] == [204, 204]
    assert told(ann) == ("2026-11", True)
    terms("2027-01")
    assert told(ann) == ("2027-01", False)
    assert (agree(ann, "2026-11"), agree(ann, ""), agree(ann, "2" * 65)) == (409, 422, 422)
    assert agree(ann, "2027-01") == 204
    kept = call(handler, "GET", "/account/export", token=ann.token).json["account"]["terms"]
    assert [(one["version"], one["place"]) for one in kept] == [("2026-11", "page"), ("2027-01", "page")]
    assert all(one["agreed_at"] for one in kept)


def test_where_there_are_no_terms(functions: Database, member: Callable[..., Member]) -> None:
    """Nobody is asked, and nothing can be agreed to."""
    ann = member()
    assert told(ann) == (None, True)
    assert agree(ann, "2026-11") == 409


@pytest.mark.parametrize(
    ("sent", "kept"), [('{"terms": "2026-11"}', [("2026-11", "sign_up")]), ("{}", []), ('{"terms": ""}', [])]
)
def test_what_was_agreed_to_in_signing_up(functions: Database, sent: str, kept: list[tuple[str, str]]) -> None:
    """The version that a sign-up sent is kept with the member, whatever it sent; a long text is no version."""
    with psycopg.connect(functions.url("supabase_admin")) as connection:
        user_id = connection.execute(
            "insert into auth.users (id, email, raw_user_meta_data)"
            " values (gen_random_uuid(), gen_random_uuid() || '@example.com', %s::jsonb) returning id",
            [sent],
        ).fetchall()[0][0]
        query = "select version, place from masterclass.terms_agreements where user_id = %s"
        assert connection.execute(query, [user_id]).fetchall() == kept
        connection.execute(
            "insert into auth.users (id, email, raw_user_meta_data) values (gen_random_uuid(),"
            " gen_random_uuid() || '@example.com', jsonb_build_object('terms', repeat('x', 65)))"
        )
