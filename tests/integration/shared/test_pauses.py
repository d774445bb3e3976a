"""The first minute after a pause: networks that forgot the connection, and what a write may never do twice."""

import time
from collections.abc import Callable, Generator
from typing import Literal

import pytest

from functions import account, checkout, progress
from shared import database, settings
from shared.database import ANYONE, PAYMENTS, DatabaseUnavailable, one_read, one_trip, transaction
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member
from tests.support.wire import Wire, wire

LONGEST_SECONDS = 1.5
INSERT = "insert into masterclass.disputes values (%(id)s, 'pi_1', 'lost')"


@pytest.fixture
def between(functions: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[Wire]:
    """A network between the functions and their database, with a connection over it."""
    with wire(functions.url()) as network:
        monkeypatch.setenv("DATABASE_URL", network.url)
        settings.forget()
        database.close()
        one_read(ANYONE).execute("select 1")
        yield network


@pytest.fixture
def paused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection counts as one that rested for a while."""
    monkeypatch.setattr(database, "RESTED_SECONDS", 0.0)


def kept(dispute: str) -> int:
    """Count the disputes with that id."""
    found = one_read(PAYMENTS).execute(
        "select 1 from masterclass.disputes where stripe_dispute_id = %(id)s", {"id": dispute}
    )
    return len(found.fetchall())


def in_transaction(dispute: str) -> None:
    """Keep a dispute in a transaction of its own."""
    with transaction(PAYMENTS) as connection:
        connection.execute(INSERT, {"id": dispute})


@pytest.mark.parametrize("how", ["reset", "silence"])
@pytest.mark.usefixtures("paused")
def test_a_forgotten_connection_costs_nobody_an_answer(between: Wire, how: Literal["reset", "silence"]) -> None:
    """After a pause a read, a write and a transaction over a connection that is gone are answered within 1.5 s."""
    ways: list[Callable[[str], object]] = [
        kept,
        lambda dispute: one_trip(PAYMENTS).execute(INSERT, {"id": dispute}),
        in_transaction,
    ]
    for number, ask in enumerate(ways):
        between.forget(how)
        started = time.monotonic()
        ask(f"dp_{how}_{number}")
        assert time.monotonic() - started < LONGEST_SECONDS
    assert [kept(f"dp_{how}_{number}") for number in range(3)] == [0, 1, 1]


@pytest.mark.parametrize("how", ["reset", "silence"])
@pytest.mark.usefixtures("paused")
def test_a_member_comes_back_from_a_pause(
    between: Wire, member: Callable[..., Member], how: Literal["reset", "silence"]
) -> None:
    """Keeping one's place, renaming oneself, reading: whatever is first after the pause is no 503."""
    ann = member()
    ask: list[Callable[[], int]] = [
        lambda: call(account.handler, "PATCH", "/account", token=ann.token, json_body={"name": "Ann"}).status,
        lambda: call(account.handler, "GET", "/account", token=ann.token).status,
        lambda: (
            call(
                progress.handler,
                "PUT",
                "/progress",
                token=ann.token,
                json_body={"module": "no-such-module", "block": "b"},
            ).status
        ),
        lambda: call(checkout.handler, "GET", "/checkout/cs_none", token=ann.token).status,
    ]
    for one in ask:
        between.forget(how)
        started = time.monotonic()
        assert one() in {200, 404}
        assert time.monotonic() - started < LONGEST_SECONDS


def test_a_minute_of_rest_is_not_even_asked_about(between: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that rested for more than 60 s is opened anew, by the clock on the wall."""
    now = time.time
    for rested, connections in ((59.0, 1), (61.0, 2)):
        at = now() + rested
        monkeypatch.setattr(time, "time", lambda at=at: at)
        assert one_trip(ANYONE).execute("select 1").fetchone() == (1,)
        assert between.connections == connections
        monkeypatch.setattr(time, "time", now)
        one_trip(ANYONE).execute("select 1")


def test_what_may_have_been_executed_is_never_sent_twice(between: Wire) -> None:
    """A write whose answer is lost is a 503 and written once; a read is asked again."""
    between.forget("reset after")
    with pytest.raises(DatabaseUnavailable):
        one_trip(PAYMENTS).execute(INSERT, {"id": "dp_once"})
    assert kept("dp_once") == 1
    between.forget("reset after")
    with pytest.raises(DatabaseUnavailable):
        in_transaction("dp_never")
    assert kept("dp_never") == 0
    between.forget("reset after")
    assert kept("dp_once") == 1


@pytest.mark.usefixtures("paused")
def test_a_network_that_drips_is_waited_for(between: Wire) -> None:
    """An answer that comes byte by byte is read to its end, over the connection that is there."""
    between.drip(0.002)
    assert one_read(ANYONE).execute("select 'slowly'").fetchone() == ("slowly",)
    assert one_trip(PAYMENTS).execute(INSERT, {"id": "dp_drip"}).rowcount == 1
    assert between.connections == 1


@pytest.mark.usefixtures("paused")
def test_a_network_that_drips_for_ever_is_given_up(between: Wire) -> None:
    """Bytes that come too slowly to ever be an answer are a 503 within ten seconds."""
    between.drip(2.0)
    started = time.monotonic()
    with pytest.raises(DatabaseUnavailable):
        one_trip(PAYMENTS).execute(INSERT, {"id": "dp_stuck"})
    assert time.monotonic() - started < 10
    between.drip(0.0)
    assert kept("dp_stuck") == 0
