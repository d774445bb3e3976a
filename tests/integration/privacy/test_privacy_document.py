"""docs/privacy.md says what is exported and what is erased; here both are done to somebody who did everything."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from functions import account, answer_case, progress, study
from netlify.standins.openai.app import create_app as create_openai
from shared import settings
from tests.integration.access.cast import Cast
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member
from tests.support.stripe_stand_in import running

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"
ROW = re.compile(r"^\| (.+?) \| (.+?) \|", re.MULTILINE)
NAME = re.compile(r"`([a-z_.\[\]]+)`")
# What is whatever somebody else put there: described as one key.
OPAQUE = {
    "user_metadata",
    "app_metadata",
    "data",
    "modules",
    "sources",
    "citations",
    "chosen",
    "question_keys",
    "because",
    "entries",
    "dates",
    "inputs",
    "detail",
}

EVERYTHING = """
with paid as (
  update masterclass.payments set receipt_url = %(receipt)s where user_id = %(id)s returning stripe_payment_id
), charged as (
  insert into masterclass.charges (stripe_charge_id, stripe_payment_id, receipt_url)
  select 'ch_' || %(code)s, stripe_payment_id, %(receipt)s from paid
), refunded as (
  insert into masterclass.refunds (stripe_refund_id, stripe_payment_id, amount_minor, status)
  select 're_' || %(code)s, stripe_payment_id, 100, 'succeeded' from paid
), disputed as (
  insert into masterclass.disputes (stripe_dispute_id, stripe_payment_id, status)
  select 'dp_' || %(code)s, stripe_payment_id, 'won' from paid
), ordered as (
  insert into masterclass.orders (user_id, price_id, amount_subtotal_minor, currency, livemode, checkout_url)
  values (%(id)s, 'price_1', 49900, 'usd', false, %(receipt)s)
  returning id
), paged as (
  insert into masterclass.order_sessions (checkout_session_id, order_id) select 'cs_' || %(code)s, id from ordered
), granted as (
  insert into masterclass.access_grants (email, reason, granted_by) values (%(email)s, 'A friend', 'operator')
), earned as (
  insert into masterclass.certificates (code, user_id, name, course, course_version, minutes, modules)
  values (%(code)s, %(id)s, %(name)s, 'A course', '1', 75, '[]')
), reissued as (
  insert into masterclass.certificate_reissues (code, former_name, name, reason, reissued_by)
  values (%(code)s, 'Maiden ' || %(name)s, %(name)s, %(name)s || ' married', 'operator')
), owning as (
  insert into masterclass.owners (user_id, appointed_by) values (%(id)s, 'operator')
), supported as (
  insert into masterclass.audit (user_id, actor, action, reason, detail)
  values (%(id)s, 'operator', 'show', %(name)s || ' called', jsonb_build_object('of', %(email)s))
), needing as (
  insert into masterclass.members_in_need (user_id, need, times, since) values (%(id)s, 'did_not_buy', 2, now())
), regraded as (
  insert into masterclass.quiz_regrades (attempt_id, question_keys, score_before, score_after, passed_by_it)
  select id, '{rate}', 67, 100, true from masterclass.quiz_attempts where user_id = %(id)s
), audited as (
  insert into auth.audit_log_entries (id, payload, created_at)
  values (gen_random_uuid(), json_build_object('actor_id', %(id)s, 'actor_username', %(email)s), now()),
         (gen_random_uuid(), json_build_object('actor_id', gen_random_uuid(), 'action', 'user_invited', 'traits',
           json_build_object('user_id', %(id)s, 'user_email', %(email)s)), now())
), agreed as (
  insert into masterclass.terms_agreements (user_id, version, place) values (%(id)s, '2026-11', 'page')
), enrolled as (
  insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
  values (gen_random_uuid(), %(id)s, %(name)s, 'totp', 'verified', now(), now(), 'secret')
), flowing as (
  insert into auth.flow_state (id, user_id, provider_type, authentication_method)
  values (gen_random_uuid(), %(id)s, 'email', 'recovery')
)
insert into auth.identities (provider_id, user_id, provider, identity_data)
values (%(id)s, %(id)s, 'email', jsonb_build_object('email', %(email)s, 'sub', %(id)s))
"""


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small course of tests/support/courses.py."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture
def busy(functions: Database, member: Callable[..., Member], monkeypatch: pytest.MonkeyPatch) -> Member:
    """Somebody with something in every table."""
    made = member(paid=True)
    cast_ = Cast(functions, {"paid": made}, {})
    with running(create_openai()) as port:
        monkeypatch.setenv("OPENAI_API_KEY", "local")
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
        settings.forget()
        for thing in ("paid.attempt", "paid.conversation"):
            cast_.thing(thing)
    case = {"module": "insurance", "case_id": "first-paychecks", "answer": f"{made.name} would build a buffer."}
    assert call(answer_case.handler, "POST", "/answer-case", token=made.token, json_body=case).status == 200
    place = {"module": "cash-flow", "block": "what-it-is", "completed": True, "seconds": 30}
    assert call(progress.handler, "PUT", "/progress", token=made.token, json_body=place).status == 204
    plan = {"entries": {"cash-flow.note": f"{made.name} saves."}}
    assert call(study.handler, "PUT", "/study/plan", token=made.token, json_body=plan).status == 204
    kept = {"inputs": {"pay": 13200}}
    assert call(study.handler, "PUT", "/study/calculator/cash-flow", token=made.token, json_body=kept).status == 204
    with psycopg.connect(functions.url("supabase_admin")) as connection:
        code = "-".join(made.id.upper()[start : start + 4] for start in (0, 4, 9))
        said = {"id": made.id, "email": made.email, "name": made.name, "code": code, "receipt": _receipt(made)}
        connection.execute(EVERYTHING.encode(), said)
    return made


def objects(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield every kind of object in an export by its path, with its keys."""
    yield path or ".", set(value)
    for name, inner in value.items():
        below = f"{path}.{name}".lstrip(".")
        if name in OPAQUE:
            continue
        if isinstance(inner, dict):
            yield from objects(cast("dict[str, Any]", inner), below)
        elif isinstance(inner, list):
            listed = cast("list[dict[str, Any]]", inner)
            assert listed, f"{below} is empty: the test's own member has to have one"
            yield from objects(listed[0], below + "[]")


def rows(heading: str) -> list[tuple[list[str], str]]:
    """Return the rows of the table below `heading`: the names in the first column, and the second."""
    text = DOCUMENT.read_text().partition(heading)[2].partition("\n## ")[0]
    return [
        (NAME.findall(first), second) for first, second in ROW.findall(text) if NAME.search(first) or "`.`" in first
    ]


def test_the_export_is_what_the_document_says(busy: Member) -> None:
    """Every object of the export and each of its keys is described, and nothing is described that is not there."""
    answer = call(account.handler, "GET", "/account/export", token=busy.token)
    assert answer.status == 200
    described = {names[0]: set(NAME.findall(keys)) for names, keys in rows("## The export")}
    assert dict(objects(answer.json)) == described


def test_every_table_is_described(database: Database) -> None:
    """Each table of the schema, and of Supabase Auth where a person is in it, stands in the document."""
    with psycopg.connect(database.url("supabase_admin")) as connection:
        found = connection.execute(
            "select format('%s.%s', table_schema, table_name) from information_schema.tables"
            " where table_schema = 'masterclass' or (table_schema = 'auth' and table_name <> 'schema_migrations')"
        ).fetchall()
    described = [name for names, _ in rows("## Leaving") for name in names]
    assert sorted(described) == sorted(row[0] for row in found)


def test_erasing_is_what_the_document_says(functions: Database, busy: Member) -> None:
    """After DELETE account no row of any table holds the person's id, address or name, nor a link that shows them."""
    traces = (busy.id, busy.email, busy.name, _receipt(busy))
    assert {table for table, _ in _holding(functions, traces)} >= {
        "masterclass.charges",
        "masterclass.case_answers",
        "masterclass.certificate_reissues",
    }
    payment = _payment(functions, busy)
    assert call(account.handler, "DELETE", "/account", token=busy.token).status == 204
    assert _holding(functions, traces) == []
    with psycopg.connect(functions.url("supabase_admin")) as connection:
        connection.execute(
            "update masterclass.charges set receipt_url = 'again' where stripe_payment_id = %s", [payment]
        )
        connection.execute("update masterclass.payments set receipt_url = 'again' where user_id is null")
        kept = connection.execute(
            "select p.amount_minor, p.receipt_url, c.receipt_url, o.amount_subtotal_minor, r.amount_minor"
            "  from masterclass.charges as c join masterclass.payments as p using (stripe_payment_id)"
            "  join masterclass.refunds as r using (stripe_payment_id)"
            "  cross join masterclass.orders as o where p.stripe_payment_id = %s and o.user_id is null",
            [payment],
        ).fetchall()
    assert kept == [(49900, None, None, 49900, 100)], "the bare records stay, and no later event brings a link back"


def test_erasing_from_the_dashboard_leaves_no_more(functions: Database, busy: Member) -> None:
    """Supabase's own deletion of a person leaves neither our rows nor its trail of them, administrators' included."""
    with psycopg.connect(functions.url("supabase_auth_admin")) as connection:
        connection.execute("delete from auth.users where id = %s", [busy.id])
    assert _holding(functions, (busy.id, busy.email, busy.name, _receipt(busy))) == []


def _receipt(member: Member) -> str:
    return f"https://pay.stripe.com/receipts/{member.session_id}"


def _payment(database: Database, member: Member) -> str:
    with psycopg.connect(database.url("supabase_admin")) as connection:
        query = "select stripe_payment_id from masterclass.payments where user_id = %s"
        row = connection.execute(query, [member.id]).fetchone()
    assert row is not None
    return row[0]


def _holding(database: Database, traces: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (table, trace) for everything that can still be found, in whatever column."""
    with psycopg.connect(database.url("supabase_admin")) as connection:
        tables = connection.execute(
            "select format('%I.%I', table_schema, table_name) from information_schema.tables"
            " where table_schema in ('masterclass', 'auth')"
        ).fetchall()
        return [
            (table, trace)
            for (table,) in tables
            for trace in traces
            if connection.execute(
                f"select from {table} as t where position(%s in t::text) > 0 limit 1".encode(), [trace]
            ).fetchone()
            is not None
        ]


def test_members_of_the_document_are_unique() -> None:
    """No object or table is described twice."""
    for heading in ("## The export", "## Leaving"):
        names = [name for names, _ in rows(heading) for name in names]
        assert len(names) == len(set(names)), heading
