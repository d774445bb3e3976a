"""Somebody erases their account while something of theirs is under way elsewhere."""

import functools
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

import shared.database
from functions import account, answer_case, ask_ai, checkout, progress
from shared.database import PAYMENTS
from shared.payments import fact_queries
from shared.payments.records import ChargeFact
from tests.integration.guidance.conftest import PREVIEW, PREVIEW_CASE, QUESTION, Asker
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.members import Member

Make = Callable[..., Asker]
Rows = Callable[..., list[tuple[Any, ...]]]
Setting = Callable[[str, str], None]
Start = Callable[..., Future[Any]]

CASE = {"module": PREVIEW, "case_id": PREVIEW_CASE, "answer": "A buffer first."}
PLACE = {"module": PREVIEW, "block": "the-three-statements", "completed": True}
WAITING = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"


@pytest.fixture
def start() -> Generator[Start]:
    """Run something in a thread of its own, which closes its connection."""

    def closing(work: Callable[..., Any], *given: Any, **more: Any) -> Any:
        try:
            return work(*given, **more)
        finally:
            shared.database.close()

    with ThreadPoolExecutor() as pool:
        yield functools.partial(pool.submit, closing)


def until_waiting(rows: Rows, many: int) -> None:
    """Wait until `many` connections wait for a lock."""
    until = time.monotonic() + 5
    while rows(WAITING)[0][0] < many:
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.01)


def erase(member: Member) -> Answer:
    """Erase the member as they would."""
    return call(account.handler, "DELETE", "/account", token=member.token)


@pytest.mark.parametrize(
    ("handler", "method", "path", "body", "status"),
    [
        (answer_case.handler, "POST", "/answer-case", CASE, 401),
        (progress.handler, "PUT", "/progress", PLACE, 401),
        (ask_ai.handler, "POST", "/ask-ai", {"module": PREVIEW, "question": QUESTION}, 401),
        (account.handler, "PATCH", "/account", {"name": "Somebody Else"}, 401),
        (account.handler, "GET", "/account/export", None, 401),
        (checkout.handler, "POST", "/checkout", {}, 503),  # the order is written in our name, not in theirs
    ],
)
def test_what_comes_behind_an_erasure_finds_nobody(
    functions: Database,
    asker: Make,
    rows: Rows,
    setting: Setting,
    start: Start,
    handler: Any,
    method: str,
    path: str,
    body: Any,
    status: int,
) -> None:
    """A request that was let in before the erasure and writes after it is refused, not a fault of ours."""
    setting("STRIPE_SECRET_KEY", "sk_test_none")
    setting("STRIPE_PRICE_ID", "price_1")
    someone = asker().member
    with psycopg.connect(functions.url("supabase_admin")) as eraser:
        eraser.execute("delete from auth.users where id = %s", (someone.id,))
        answer = start(call, handler, method, path, token=someone.token, json_body=body)
        until_waiting(rows, 1)
    assert answer.result().status == status


def test_an_erasure_waits_for_a_question_that_has_begun(
    functions: Database, asker: Make, rows: Rows, setting: Setting, start: Start
) -> None:
    """Neither waits for the other in a circle: the question is let in, and then erased with everything else."""
    setting("AI_BURST_PER_MINUTE", "5")
    someone = asker()
    assert someone.ask().status == 200
    with psycopg.connect(functions.url("postgres")) as holding:
        holding.execute("select from masterclass.member_limits where user_id = %s for update", (someone.member.id,))
        question = start(someone.ask)
        until_waiting(rows, 1)
        erasure = start(erase, someone.member)
        until_waiting(rows, 2)
    assert erasure.result().status == 204
    assert question.result().status in (200, 401)  # 401: its answer came when there was nobody left to keep it for
    assert rows("select count(*) from masterclass.ai_reservations where user_id = %s", someone.member.id) == [(0,)]


def test_an_erasure_waits_for_a_settlement_that_has_begun(
    functions: Database, asker: Make, rows: Rows, start: Start
) -> None:
    """An answer that is being settled has taken its reservation, and wants its message next."""
    someone = asker()
    stream = iter(someone.stream()["body"])
    next(stream)
    with psycopg.connect(functions.url("postgres")) as holding:
        holding.execute("select from masterclass.ai_usage where user_id = %s for update", (someone.member.id,))
        answer = start(list, stream)
        until_waiting(rows, 1)
        erasure = start(erase, someone.member)
        until_waiting(rows, 2)
    assert erasure.result().status == 204
    assert b"event: done" in answer.result()[-1]


def test_an_erasure_waits_for_a_payment_event_that_has_begun(
    functions: Database, asker: Make, rows: Rows, start: Start
) -> None:
    """An event that has taken the charge wants the member row next, for the role."""
    someone = asker(paid=True).member
    (payment,) = rows("select stripe_payment_id from masterclass.payments where user_id = %s", someone.id)[0]
    fact = ChargeFact("ch_" + someone.id, payment, 0, "https://pay.example/receipt")
    with shared.database.transaction(PAYMENTS) as connection:
        fact_queries.apply_fact(connection, fact)

    def refund() -> None:
        with shared.database.transaction(PAYMENTS) as connection:
            fact_queries.apply_fact(connection, fact._replace(refunded_minor=100))

    with psycopg.connect(functions.url("postgres")) as holding:
        holding.execute("select from masterclass.payments where user_id = %s for update", (someone.id,))
        event = start(refund)
        until_waiting(rows, 1)
        erasure = start(erase, someone)
        until_waiting(rows, 2)
    assert event.result() is None
    assert erasure.result().status == 204
    assert rows(
        "select user_id, charge_refunded_minor, receipt_url from masterclass.payments where stripe_payment_id = %s",
        payment,
    ) == [(None, 100, None)]


@pytest.mark.parametrize("leaves", [True, False])
def test_what_the_provider_did_for_somebody_erased_is_charged_to_the_day(asker: Make, rows: Rows, leaves: bool) -> None:
    """Asking and erasing gets nobody past the breaker; and whoever has left is told nothing, without a failure."""
    someone = asker()
    stream = someone.stream()["body"]
    next(stream)
    before = "select settled_microusd + reserved_microusd from masterclass.ai_spend"
    (spent,) = rows(before)
    assert erase(someone.member).status == 204
    if leaves:
        stream.close()
    else:
        assert b"/problems/sign-in-required" in list(stream)[-1]
    assert rows(before) == [spent]
    assert rows("select sum(reserved_microusd) from masterclass.ai_spend") == [(0,)]
