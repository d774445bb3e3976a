"""Postgres: one lazy connection an instance, and the caller's identity for row level security.

Everything here works through a transaction-mode pooler: no prepared statements, no session settings; the
role, the claims and the time limit are set for the transaction alone.
"""

import contextlib
import select
import threading
import time
from collections.abc import Generator, Mapping
from typing import Any, LiteralString, NamedTuple, Protocol

import psycopg
from psycopg.abc import RV, PQGen

from shared import settings
from shared.problems import SignInRequired, Unavailable

Cursor = psycopg.Cursor[tuple[Any, ...]]

CONNECT_SECONDS = 3
STATEMENT_MILLISECONDS = 8000
SILENCE_MILLISECONDS = 750  # how much longer than a statement may take its answer is waited for

_BECOME: LiteralString = """
    select set_config('role', %(become_role)s, true),
           set_config('request.jwt.claims', %(become_claims)s, true),
           set_config('statement_timeout', %(become_timeout)s, true),
           masterclass.require_living_reader()
"""

_ERASED_STATE = "MC401"  # masterclass.require_living_reader()
_NO_PARENT_STATE = "23503"
# 57014 statement timeout, 55P03 lock timeout, 40001/40P01 lost a race, 53xxx out of resources.
_PASSING_STATES = frozenset({"57014", "55P03", "40001", "40P01", "53000", "53100", "53200", "53300", "53400"})


class Caller(NamedTuple):
    """Whom a transaction acts as: a database role and, for a person, the claims of their token (JSON)."""

    role: str
    claims: str = ""


ANYONE = Caller("anon")
PAYMENTS = Caller("masterclass_payments")
JOBS = Caller("masterclass_jobs")


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached right now."""


class Identity(Protocol):
    """Anything that names a Caller: a Caller itself, or a Reader."""

    @property
    def role(self) -> str:
        """The database role to act as."""
        ...

    @property
    def claims(self) -> str:
        """The claims that auth.uid() reads, as JSON; empty for nobody."""
        ...


class Executor(Protocol):
    """What a domain's queries are given: something that executes one statement and hands back its rows."""

    def execute(self, query: LiteralString, parameters: Mapping[str, object] | None = None, /) -> Cursor:
        """Execute `query`; the cursor's rows can be fetched at once."""
        ...


class _OneTrip:
    """Executes a statement with BEGIN, identity and COMMIT around it, all in one round trip."""

    def __init__(self, caller: Identity, begin: LiteralString, attempts: int, milliseconds: int | None):
        self._become = _become(caller, milliseconds)
        self._begin: LiteralString = begin
        self._attempts = attempts

    def execute(self, query: LiteralString, parameters: Mapping[str, object] | None = None, /) -> Cursor:
        for attempt in range(1, self._attempts + 1):
            with _failures_as_problems(self._become):
                connection = _connection(self._become)
                try:
                    return self._send(connection, query, parameters)
                except psycopg.OperationalError:
                    if attempt == self._attempts or not connection.broken:
                        raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _send(
        self, connection: psycopg.Connection, query: LiteralString, parameters: Mapping[str, object] | None
    ) -> Cursor:
        """Send everything as one message of the simple query protocol, its values quoted by libpq.

        That costs half of what a pipeline of four does, and any pooler takes it.
        """
        wanted: LiteralString = query if parameters else query.replace("%", "%%")
        cursor = psycopg.ClientCursor(connection)
        with _rolled_back_on_error(connection):
            cursor.execute(
                self._begin + ";" + _BECOME + ";" + wanted + ";commit", {**self._become, **(parameters or {})}
            )
        cursor.nextset()  # past begin
        cursor.nextset()  # past the identity
        return cursor


def one_read(caller: Identity, *, statement_milliseconds: int | None = None) -> Executor:
    """Return an executor whose every statement is a read-only transaction of its own in one round trip.

    A read that meets a connection which died unnoticed is sent once more over a new one.
    """
    return _OneTrip(caller, "begin read only", 2, statement_milliseconds)


def one_trip(caller: Identity, *, statement_milliseconds: int | None = None) -> Executor:
    """Return an executor whose every statement is a transaction of its own in one round trip; never retried."""
    return _OneTrip(caller, "begin", 1, statement_milliseconds)


@contextlib.contextmanager
def transaction(caller: Identity, *, statement_milliseconds: int | None = None) -> Generator[Executor]:
    """Run the body's statements in one transaction as `caller`; commit at its end, roll back on any exception.

    BEGIN and identity travel with the first statement. Raises DatabaseUnavailable; never retries a body.
    """
    become = _become(caller, statement_milliseconds)
    with _failures_as_problems(become):
        connection = _connection(become)
        with _rolled_back_on_error(connection), _pipeline(connection):
            connection.execute("begin")
            connection.execute(_BECOME, become)
            yield connection
            connection.execute("commit")


def close() -> None:
    """Close the instance's connection; the next statement opens another."""
    kept = _instance.connection
    if kept is not None:
        kept.close()
        _instance.connection = None


class _Connection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is given up when its server falls silent: statement_timeout is the server's own to keep."""

    patience_seconds = 0.0

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait as psycopg does, but no longer than patience."""
        until = time.monotonic() + self.patience_seconds
        try:
            return super().wait(gen, interval, timeout or self.patience_seconds)
        except psycopg.OperationalError:
            if time.monotonic() >= until:
                self.close()
            raise


class _Instance(threading.local):
    """What one instance keeps between calls; a thread counts as an instance, so none can share a connection."""

    connection: _Connection | None = None


_instance = _Instance()


def _connection(become: Mapping[str, object]) -> psycopg.Connection:
    """Return the instance's connection, opened anew where there is none or the server has left it."""
    kept = _instance.connection
    if kept is not None and (kept.closed or _has_been_left(kept)):
        close()
    if _instance.connection is None:
        _instance.connection = _Connection.connect(
            settings.database().url,
            autocommit=True,
            prepare_threshold=None,
            connect_timeout=CONNECT_SECONDS,
            application_name="masterclass",
            keepalives_idle=30,
            tcp_user_timeout=8000,
        )
    _instance.connection.patience_seconds = (int(str(become["become_timeout"])) + SILENCE_MILLISECONDS) / 1000
    return _instance.connection


def _has_been_left(connection: psycopg.Connection) -> bool:
    """A killed backend's connection still says it is open, but something (its farewell) can be read from it."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _become(caller: Identity, milliseconds: int | None) -> dict[str, object]:
    timeout = STATEMENT_MILLISECONDS if milliseconds is None else milliseconds
    return {"become_role": caller.role, "become_claims": caller.claims, "become_timeout": str(timeout)}


def _pipeline(connection: psycopg.Connection) -> contextlib.AbstractContextManager[object]:
    return connection.pipeline() if settings.database().pipeline else contextlib.nullcontext()


@contextlib.contextmanager
def _rolled_back_on_error(connection: psycopg.Connection) -> Generator[None]:
    """After a failure inside a pipeline the transaction is still open: end it, or drop the connection."""
    try:
        yield
    except BaseException:
        try:
            if not connection.closed:
                connection.execute("rollback")
        except psycopg.Error:
            close()
        raise


@contextlib.contextmanager
def _failures_as_problems(become: Mapping[str, object]) -> Generator[None]:
    """Turn an unreachable or overwhelmed database into a 503, a token of somebody erased into a 401.

    Whoever is erased while a statement in their name waits for its turn is gone when it writes: the same 401, and
    for what is written about them by others a lost race, which the next try does not lose.
    """
    try:
        yield
    except psycopg.Error as failure:
        state = failure.sqlstate or ""
        erased = state == _NO_PARENT_STATE and (failure.diag.constraint_name or "").endswith("_user_id_fkey")
        if state == _ERASED_STATE or (erased and become["become_claims"]):
            raise SignInRequired from None
        if erased:
            raise DatabaseUnavailable from failure
        away = isinstance(failure, psycopg.OperationalError) and (not state or state[:2] in {"08", "57"})
        if away or state in _PASSING_STATES:
            raise DatabaseUnavailable from failure
        raise
