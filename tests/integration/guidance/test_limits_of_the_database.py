"""What a question may cost stands in the database: a caller's word for it counts for nothing."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from shared.database import JOBS, Caller, one_trip
from shared.guidance.queries import set_limits
from shared.guidance.records import Limits
from shared.problems import Problem
from tests.support.databases import Database
from tests.support.members import Member

BEGIN = """
    select masterclass.begin_question(
             (select id from masterclass.content_modules where slug = 'cash-flow-and-net-worth'),
             null, null, 'What?', '[]', '1', 'scripted', %(cost)s)
"""


@pytest.fixture
def asking(functions: Database, member: Callable[..., Member]) -> Callable[[int | None], Any]:
    """Ask as a free member who calls the function themselves."""
    caller = Caller("authenticated", json.dumps({"sub": member().id}))
    return lambda cost: one_trip(caller).execute(BEGIN, {"cost": cost}).value()


def refused(ask: Callable[[int | None], Any], cost: int | None) -> str:
    """Return the slug of what `ask` is refused with."""
    with pytest.raises(Problem) as refusal:
        ask(cost)
    return refusal.value.slug


def test_the_quota_is_the_databases(asking: Callable[[int | None], Any]) -> None:
    """One question a day, however it is asked."""
    set_limits(one_trip(JOBS), Limits(1, 50, 0, 1_000_000))
    assert asking(10)["remaining"] == 0
    assert refused(asking, 10) == "questions-used-up"


def test_the_days_money_is_the_databases(asking: Callable[[int | None], Any]) -> None:
    """What all questions may cost is not the caller's to say, and nothing costs less than nothing."""
    set_limits(one_trip(JOBS), Limits(20, 50, 0, 100))
    assert refused(asking, 101) == "guidance-paused"
    with pytest.raises(psycopg.errors.NumericValueOutOfRange):
        asking(-1)


def test_half_of_the_days_money_is_for_full_access(functions: Database, member: Callable[..., Member]) -> None:
    """Free members together spend half of a day's money; the other half is there for who paid, and no more."""
    functions.execute("delete from masterclass.ai_spend")
    set_limits(one_trip(JOBS), Limits(20, 50, 0, 1000))
    ann, ben = (Caller("authenticated", json.dumps({"sub": one.id})) for one in (member(), member(paid=True)))

    def may_ask(caller: Caller, cost: int) -> bool:
        try:
            one_trip(caller).execute(BEGIN, {"cost": cost})
        except Problem as refusal:
            assert refusal.slug == "guidance-paused"  # noqa: PT017 (either answer is right once)
            return False
        return True

    assert [may_ask(ann, 501), may_ask(ann, 500), may_ask(ann, 1)] == [False, True, False]
    assert [may_ask(ben, 400), may_ask(ben, 101), may_ask(ben, 100)] == [True, False, True]


def test_the_burst_is_the_databases(asking: Callable[[int | None], Any]) -> None:
    """Two questions in a minute, then a pause; one that was refused is not counted."""
    set_limits(one_trip(JOBS), Limits(20, 50, 2, 1_000_000))
    assert [asking(1)["remaining"], asking(1)["remaining"]] == [19, 18]
    assert refused(asking, 1) == "too-many-requests"
    set_limits(one_trip(JOBS), Limits(20, 50, 0, 1_000_000))
    assert asking(1)["remaining"] == 17


@pytest.mark.parametrize("role", ["anon", "authenticated", "masterclass_payments"])
def test_only_jobs_set_them(functions: Database, role: str) -> None:
    """No role that serves anybody may set, read or change what may be spent."""
    for statement in (
        "select masterclass.set_guidance_limits(1000000, 1000000, 0, 1000000000)",
        "update masterclass.guidance_limits set questions_free = 1000000",
        "select * from masterclass.guidance_limits",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            one_trip(Caller(role)).execute(statement)
