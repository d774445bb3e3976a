"""One connection, the caller's identity for one transaction, and a database that goes away and comes back."""

from collections.abc import Callable

import psycopg
import pytest

from shared import database, settings
from shared.database import ANYONE, PAYMENTS, DatabaseUnavailable, one_read, one_trip, transaction
from shared.identity import identify
from shared.problems import SignInRequired
from tests.support.databases import Database
from tests.support.members import Member
from tests.support.wire import wire

WHO = "select current_user, auth.uid()::text"


def test_one_read_acts_as_the_caller_and_leaves_nothing_behind(member: Callable[..., Member]) -> None:
    """Role and claims hold for the one statement; the next caller on the connection is somebody else."""
    ann, bob = member(), member()
    for someone in (ann, bob):
        row = one_read(identify(f"Bearer {someone.token}")).execute(WHO).fetchone()
        assert row == ("authenticated", someone.id)
    assert one_read(ANYONE).execute(WHO).fetchone() == ("anon", None)


@pytest.mark.parametrize("pipeline", ["on", "off"])
def test_nothing_is_done_in_the_name_of_somebody_erased(
    functions: Database, member: Callable[..., Member], monkeypatch: pytest.MonkeyPatch, pipeline: str
) -> None:
    """Every way to ask refuses a token whose person is gone with the one 401, writes nothing and goes on working."""
    monkeypatch.setenv("DATABASE_PIPELINE", pipeline)
    settings.forget()
    ann, bob = member(), member()
    reader, living = identify(f"Bearer {ann.token}"), identify(f"Bearer {bob.token}")
    functions.execute(f"delete from auth.users where id = '{ann.id}'")
    functions.execute("create table masterclass.touched (); grant insert on masterclass.touched to authenticated")
    for ask in (one_read, one_trip):
        with pytest.raises(SignInRequired):
            ask(reader).execute("insert into masterclass.touched default values")
    with pytest.raises(SignInRequired), transaction(reader) as connection:
        connection.execute("insert into masterclass.touched default values")
    with pytest.raises(SignInRequired), transaction(reader) as connection:
        connection.execute(WHO).fetchone()
    functions.execute("do $$ begin assert not exists (select from masterclass.touched); end $$")
    functions.execute("drop table masterclass.touched")
    row = one_read(living).execute(WHO).fetchone()
    assert row == ("authenticated", bob.id)


def test_a_statement_with_its_identity_is_one_round_trip(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """BEGIN, role, claims, statement and COMMIT cross the network once; a transaction of one statement twice."""
    with wire(functions.url()) as counted:
        monkeypatch.setenv("DATABASE_URL", counted.url)
        settings.forget()
        database.close()
        for ask in (one_read, one_trip):
            ask(ANYONE).execute("select 1")
            before = counted.round_trips
            ask(ANYONE).execute("select 1")
            assert counted.round_trips - before == 1
        before = counted.round_trips
        with transaction(ANYONE) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert counted.round_trips - before == 2


def test_a_read_cannot_write(functions: Database) -> None:
    """one_read is read only, whatever the statement says."""
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        one_read(PAYMENTS).execute("insert into masterclass.disputes values ('dp_1', 'pi_1', 'lost')")
    assert one_read(ANYONE).execute("select 1").fetchone() == (1,)


def test_a_transaction_commits_whole_or_not_at_all(functions: Database) -> None:
    """An exception in the body, ours or Postgres', undoes everything and leaves the connection usable."""
    insert = "insert into masterclass.disputes values (%(id)s, 'pi_1', 'lost')"
    count = "select count(*) from masterclass.disputes where stripe_dispute_id like 'dp_tx%%'"
    with transaction(PAYMENTS) as connection:
        connection.execute(insert, {"id": "dp_tx_1"})
        connection.execute(insert, {"id": "dp_tx_2"})
    with pytest.raises(RuntimeError), transaction(PAYMENTS) as connection:
        connection.execute(insert, {"id": "dp_tx_3"})
        raise RuntimeError
    with pytest.raises(psycopg.errors.UniqueViolation), transaction(PAYMENTS) as connection:
        connection.execute(insert, {"id": "dp_tx_4"})
        connection.execute(insert, {"id": "dp_tx_1"}).fetchall()
    assert one_read(PAYMENTS).execute(count, {}).fetchone() == (2,)


def test_a_killed_connection_is_replaced_at_entry(functions: Database) -> None:
    """After the backend was killed the next statement works, without an error in between."""
    for ask in (one_read, one_trip):
        pid = ask(ANYONE).execute("select pg_backend_pid()").fetchone()
        assert pid is not None
        functions.execute(f"select pg_terminate_backend({pid[0]}, 2000)")
        assert ask(ANYONE).execute("select 1").fetchone() == (1,)


def test_a_backend_killed_in_a_transaction_writes_nothing(functions: Database) -> None:
    """A kill between two statements is a 503 for that call and leaves no part of it."""
    with pytest.raises(DatabaseUnavailable), transaction(PAYMENTS) as connection:
        connection.execute("insert into masterclass.disputes values ('dp_killed', 'pi_1', 'lost')")
        pid = connection.execute("select pg_backend_pid()").fetchone()
        assert pid is not None
        functions.execute(f"select pg_terminate_backend({pid[0]}, 2000)")
        connection.execute("select 1").fetchall()
    found = one_read(PAYMENTS).execute("select 1 from masterclass.disputes where stripe_dispute_id = 'dp_killed'")
    assert found.fetchall() == []


def test_a_slow_statement_is_stopped(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement past its time limit is a 503 with Retry-After, and the connection lives on."""
    monkeypatch.setattr(database, "STATEMENT_MILLISECONDS", 50)
    with pytest.raises(DatabaseUnavailable) as refused:
        one_read(ANYONE).execute("select pg_sleep(5)")
    assert refused.value.headers["retry-after"]
    assert one_read(ANYONE).execute("select 1").fetchone() == (1,)


@pytest.mark.parametrize("pipeline", ["on", "off"])
@pytest.mark.parametrize("connected", [True, False])
def test_a_database_that_falls_silent_is_503(
    functions: Database, monkeypatch: pytest.MonkeyPatch, pipeline: str, *, connected: bool
) -> None:
    """A server that keeps the connection and says nothing is given up; when it speaks again all is well."""
    monkeypatch.setenv("DATABASE_PIPELINE", pipeline)
    monkeypatch.setattr(database, "CONNECT_SECONDS", 2)
    with wire(functions.url()) as counted:
        monkeypatch.setenv("DATABASE_URL", counted.url)
        settings.forget()
        database.close()
        if connected:
            one_read(ANYONE).execute("select 1")
        counted.silence()
        for ask in (one_read, one_trip):
            with pytest.raises(DatabaseUnavailable):
                ask(ANYONE, statement_milliseconds=100).execute("select 1")
        with pytest.raises(DatabaseUnavailable), transaction(ANYONE, statement_milliseconds=100) as connection:
            connection.execute("select 1").fetchone()
        counted.speak()
        assert one_read(ANYONE).execute("select 1").fetchone() == (1,)


def test_an_absent_database_is_503(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing listens the refusal says so, at once."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
    settings.forget()
    database.close()
    with pytest.raises(DatabaseUnavailable):
        one_read(ANYONE).execute("select 1")


def test_everything_works_without_pipelining(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """DATABASE_PIPELINE=off, for poolers that dislike it: the same answers in more round trips."""
    monkeypatch.setenv("DATABASE_PIPELINE", "off")
    settings.forget()
    assert one_read(ANYONE).execute("select current_user::text").fetchone() == ("anon",)
    with transaction(ANYONE) as connection:
        assert connection.execute("select current_user::text").fetchone() == ("anon",)
