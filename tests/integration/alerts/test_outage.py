"""The database away: one message, a failing heartbeat, one "over", also across processes; what follows is not told."""

from collections.abc import Generator

import boto3
import pytest
from moto.server import ThreadedMotoServer

import shared.database
from shared import settings
from shared.alerts import outage
from shared.alerts.records import Walk
from shared.alerts.watch import watch
from shared.settings import store_of
from tests.integration.alerts.conftest import WELL, Listener, evaluate
from tests.support.databases import Database

AWAY = "postgresql://nobody:x@127.0.0.1:1/none"
MIDDLE_OF_AN_HOUR = 1_800_001_800.0


@pytest.fixture(scope="module")
def store() -> Generator[str]:
    """A store for backups: moto's S3 with a bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    boto3.client(  # pyright: ignore[reportUnknownMemberType] (hundreds of overloads, most of unknown types)
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    ).create_bucket(Bucket="backups")
    yield f"http://key:secret@{host}:{port}/backups"
    server.stop()


def lose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database be away."""
    monkeypatch.setenv("DATABASE_URL", AWAY)
    settings.forget()
    shared.database.close()


def return_(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    """Let the database be back, twenty minutes after the watch last saw it."""
    monkeypatch.setenv("DATABASE_URL", database.url())
    settings.forget()
    shared.database.close()
    database.execute("update masterclass.watch set evaluated_at = now() - interval '20 minutes'")


def hour(number: int) -> str:
    """Evaluate for the so-many-th time of an hour; return what was told."""
    return " ".join(watch(lambda: WELL, lambda: MIDDLE_OF_AN_HOUR + number * 300).told)


def test_an_hour_is_one_message_and_the_heartbeat_fails(
    functions: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve evaluations: told at the second, never again; each fails the heartbeat; back again is one "over"."""
    evaluate()
    lose(monkeypatch)
    assert [hour(number) for number in range(12)] == ["", "database-away", *[""] * 10]
    return_(monkeypatch, functions)
    assert evaluate().told == ("database-away",)
    assert evaluate().told == ()
    assert listener.beats() == ["/start", "", *["/start", "/fail"] * 12, "/start", "", "/start", ""]
    assert ["over" in message for message in listener.messages()] == [False, True]


def test_another_process_remembers_by_the_store(
    functions: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    """Each evaluation in a process of its own: the backups' store remembers, and it is one message and one over."""
    monkeypatch.setenv("BACKUP_S3_URL", store)
    evaluate()
    lose(monkeypatch)
    told = list[str]()
    for number in range(4):
        outage.memory.__init__()
        told.append(hour(number))
    assert told == ["", "database-away", "", ""]
    return_(monkeypatch, functions)
    outage.memory.__init__()
    assert evaluate().told == ("database-away",)
    assert b"".join(outage.Store(store_of(store, "BACKUP_S3_URL")).read(outage.KEY)) == outage.NOTHING


def test_without_any_memory_it_is_told_at_the_hour(
    functions: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing remembers: the first evaluation of an hour tells it, the others keep quiet."""
    lose(monkeypatch)
    told = list[str]()
    for number in range(12):
        outage.memory.__init__()
        told.append(hour(number))
    assert [number for number, names in enumerate(told) if names] == [6]


def test_what_follows_from_it_is_not_told_when_it_is_back(
    functions: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failures of the outage are still counted when the database is back; nobody is told of them."""
    evaluate()
    lose(monkeypatch)
    hour(0)
    return_(monkeypatch, functions)
    functions.execute(
        "insert into masterclass.failures (request_id, function, method, status, duration_ms)"
        " select 'r' || n, 'ask-ai', 'POST', 503, 10 from generate_series(1, 5) as n"
    )
    evaluate(3, Walk(lessons="list-modules answers 503", certificate_days=60.0))
    assert listener.messages() == []
    functions.execute("update masterclass.watch set outage_over_at = now() - interval '21 minutes'")
    assert set(evaluate(1, Walk(lessons="list-modules answers 503")).told) == {"lessons-away", "answers-failing"}
