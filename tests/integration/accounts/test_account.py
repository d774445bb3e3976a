"""The member's own account: reading, renaming, taking along and leaving."""

from collections.abc import Callable

import psycopg
import pytest

from functions.account import handler
from shared.accounts import limits
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member, make_member, pay
from tests.support.tokens import Issuer


def rows(database: Database, query: str, *parameters: object) -> list[tuple[object, ...]]:
    """Return what the schema's owner sees."""
    with psycopg.connect(database.url("postgres")) as connection:
        return connection.execute(query.encode(), parameters).fetchall()


def test_account_says_who_one_is_and_why_access_is_what_it_is(member: Callable[..., Member]) -> None:
    """GET account answers the contract's fields; the reasons are sentences."""
    free, paid = member(), member(paid=True)
    answer = call(handler, "GET", "/account", token=free.token)
    assert answer.status == 200
    assert answer.json["email"] == free.email
    assert (answer.json["name"], answer.json["role"], answer.json["access"]["full"]) == (free.name, "free", False)
    assert answer.json["access"]["because"][0].startswith("You have not bought")
    answer = call(handler, "GET", "/account", token=paid.token)
    assert (answer.json["role"], answer.json["access"]["full"]) == ("paid", True)
    assert answer.json["access"]["because"][0].startswith("You paid on ")


def test_a_missing_member_row_is_made_on_first_need(functions: Database, member: Callable[..., Member]) -> None:
    """Where the trigger's row is missing, the first request makes it."""
    ann = member()
    rows(functions, "delete from masterclass.users where id = %s returning id", ann.id)
    assert call(handler, "GET", "/account", token=ann.token).json["name"] == ann.name


def test_the_hourly_check_repairs_orphans(functions: Database, member: Callable[..., Member]) -> None:
    """repair_members makes exactly the rows that are missing."""
    ann = member(paid=True)
    with psycopg.connect(functions.url("postgres")) as connection:
        connection.execute("delete from masterclass.users where id = %s", (ann.id,))
    assert rows(functions, "select masterclass.repair_members()") == [(1,)]
    assert rows(functions, "select masterclass.repair_members()") == [(0,)]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("  Dr. Ann Lee ", 200),
        ("", 422),
        ("   ", 422),
        ("x" * 201, 422),
        ("a\u202eb", 422),
        ("a\nb", 422),
        ("李 安", 200),
    ],
)
def test_renaming(member: Callable[..., Member], name: str, status: int) -> None:
    """A name is trimmed, 1 to 200 characters, without control characters; the answer is the account."""
    answer = call(handler, "PATCH", "/account", token=member().token, json_body={"name": name})
    assert answer.status == status
    if status == 200:
        assert answer.json["name"] == name.strip()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Dr. Ann\u00a0Lee ", "Dr. Ann Lee"),
        ("Ann\r\nLee\u202e, MD\u200b", "Ann Lee , MD"),
        ("\u2066\u200b", ""),
        ("李 安 Ó'Néill-Müller", "李 安 Ó'Néill-Müller"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_name_given_at_sign_up_goes_by_the_same_rule(functions: Database, given: str, kept: str) -> None:
    """What breaks lines, cannot be seen or turns the direction of text does not reach pages and certificates."""
    with psycopg.connect(functions.url("supabase_auth_admin")) as connection:
        connection.execute(
            "insert into auth.users (id, email, raw_user_meta_data)"
            " values (gen_random_uuid(), md5(%(name)s) || '@example.com', jsonb_build_object('name', %(name)s::text))",
            {"name": given},
        )
    assert rows(functions, "select name from masterclass.users where email = md5(%s) || '@example.com'", given) == [
        (kept,)
    ]


def test_nobody_promotes_themselves(functions: Database, member: Callable[..., Member]) -> None:
    """PATCH takes the name only, and the database would refuse the role anyway."""
    ann = member()
    assert call(handler, "PATCH", "/account", token=ann.token, json_body={"name": "A", "role": "paid"}).status == 422
    with psycopg.connect(functions.url()) as connection:
        connection.execute("select set_config('role', 'authenticated', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("update masterclass.users set role = 'paid'")


def test_export_holds_everything_that_names_the_member(member: Callable[..., Member]) -> None:
    """The export has the account, the sign-in, payments and reasons, and nothing of anybody else."""
    ann, bob = member(paid=True), member(paid=True)
    answer = call(handler, "GET", "/account/export", token=ann.token)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.json["account"]["member"]["email"] == ann.email
    assert len(answer.json["access"]["payments"]) == 1
    assert bob.id not in answer.body.decode()
    assert bob.email not in answer.body.decode()
    assert "encrypted_password" not in answer.body.decode()


def test_a_signed_out_token_takes_nothing_along(functions: Database, member: Callable[..., Member]) -> None:
    """An access token outlives its session by up to an hour; for the export, as for erasing, it is 401 at once."""
    ann = member()
    rows(functions, "delete from auth.sessions where id = %s returning id", ann.session_id)
    assert call(handler, "GET", "/account", token=ann.token).status == 200
    refused = call(handler, "GET", "/account/export", token=ann.token)
    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")


def test_export_is_limited(member: Callable[..., Member]) -> None:
    """Past the limit an export is 429 with Retry-After; another member's is not touched."""
    ann = member()
    answers = [call(handler, "GET", "/account/export", token=ann.token) for _ in range(limits.EXPORT.most + 1)]
    assert [answer.status for answer in answers] == [200] * limits.EXPORT.most + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= limits.EXPORT.seconds
    assert call(handler, "GET", "/account/export", token=member().token).status == 200


def test_erasing_leaves_only_the_bare_payment(
    functions: Database, issuer: Issuer, member: Callable[..., Member]
) -> None:
    """DELETE erases the person, their session and their row; the payment stays without them."""
    ann = member()
    stripe_payment_id = pay(functions, ann.id)
    assert call(handler, "DELETE", "/account", token=ann.token).status == 204
    assert rows(functions, "select 1 from auth.users where id = %s", ann.id) == []
    assert rows(functions, "select 1 from auth.sessions where user_id = %s", ann.id) == []
    assert rows(functions, "select 1 from masterclass.users where id = %s", ann.id) == []
    kept = rows(
        functions,
        "select user_id, amount_minor from masterclass.payments where stripe_payment_id = %s",
        stripe_payment_id,
    )
    assert kept == [(None, 49900)]
    for method, url in (("GET", "/account"), ("GET", "/account/export"), ("DELETE", "/account")):
        assert call(handler, method, url, token=ann.token).status == 401
    again = make_member(functions, issuer)
    assert call(handler, "GET", "/account", token=again.token).status == 200


def test_erasing_wants_a_fresh_and_living_sign_in(functions: Database, member: Callable[..., Member]) -> None:
    """A session older than ten minutes is 403 fresh-sign-in-required; an ended one is 401; nothing is erased."""
    ann = member()
    rows(
        functions,
        "update auth.sessions set created_at = now() - interval '11 minutes' where id = %s returning id",
        ann.session_id,
    )
    refused = call(handler, "DELETE", "/account", token=ann.token)
    assert (refused.status, refused.json["type"]) == (403, "/problems/fresh-sign-in-required")
    rows(functions, "delete from auth.sessions where id = %s returning id", ann.session_id)
    assert call(handler, "DELETE", "/account", token=ann.token).status == 401
    assert rows(functions, "select 1 from masterclass.users where id = %s", ann.id) == [(1,)]
