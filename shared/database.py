"""Postgres: one lazy connection an instance, and the caller's identity for row level security.

Everything here works through a transaction-mode pooler: no prepared statements, no session settings; the
role, the claims and the time limit are set for the transaction alone.
"""

import contextlib
import threading
import time
from collections.abc import Generator, Mapping
from typing import LiteralString, NamedTuple, NoReturn, Protocol

import psycopg
from psycopg.pq.abc import PGresult

from shared import settings
from shared.connection import Connection, ServerSilent, connect, is_away
from shared.problems import SignInRequired, Unavailable
from shared.refusals import problem_of
from shared.statements import Rows, Statement, bind

CONNECT_SECONDS = 3.0
STATEMENT_MILLISECONDS = 8000
SILENCE_MILLISECONDS = 750  # how much longer than a statement may take its answer is waited for
# Networks forget a connection at rest: before anything is trusted to it, it is asked; after a minute not even that.
RESTED_SECONDS = 1.0
RESTED_TOO_LONG_SECONDS = 60.0
STILL_THERE_SECONDS = 1.0

_BECOME = b"""
    select set_config('role', $1, true),
           set_config('request.jwt.claims', $2, true),
           set_config('statement_timeout', $3, true),
           set_config('transaction_read_only', $4, true),
           masterclass.require_living_reader()
"""
_BEGIN, _COMMIT, _ROLLBACK = Statement(b"begin"), Statement(b"commit"), Statement(b"rollback")

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

    def execute(self, query: LiteralString, parameters: Mapping[str, object] | None = None, /) -> Rows:
        """Execute `query` with its values bound; the rows are here when it returns."""
        ...


class _OneTrip:
    """Executes each statement as a transaction of its own, the identity in it, in one round trip."""

    def __init__(self, caller: Identity, *, read_only: bool, milliseconds: int | None):
        self._caller = caller
        self._read_only = read_only
        self._milliseconds = STATEMENT_MILLISECONDS if milliseconds is None else milliseconds

    def execute(self, query: LiteralString, parameters: Mapping[str, object] | None = None, /) -> Rows:
        statements = (_become(self._caller, self._milliseconds, read_only=self._read_only), bind(query, parameters))
        try:
            connection = _connection()
            until = _patience(self._milliseconds)
            try:
                return Rows(_alone(connection, statements, until))
            except psycopg.OperationalError as failure:
                if not (self._read_only and connection.closed) or isinstance(failure, ServerSilent):
                    raise
            return Rows(_alone(_connection(), statements, until))
        except psycopg.Error as failure:
            _refuse(failure, self._caller)


class _Transaction:
    """Executes statements in one transaction; BEGIN and identity travel with the first."""

    def __init__(self, caller: Identity, milliseconds: int | None):
        self._milliseconds = STATEMENT_MILLISECONDS if milliseconds is None else milliseconds
        self._first = (_BEGIN, _become(caller, self._milliseconds, read_only=False))
        self._connection: Connection | None = None

    def execute(self, query: LiteralString, parameters: Mapping[str, object] | None = None, /) -> Rows:
        statement = bind(query, parameters)
        if self._connection is not None:
            return Rows(_ask(self._connection, (statement,), _patience(self._milliseconds)))
        self._connection = _connection()
        return Rows(_ask(self._connection, (*self._first, statement), _patience(self._milliseconds)))

    def commit(self) -> None:
        """Commit, where anything was begun."""
        if self._connection is not None:
            self._connection.ask((_COMMIT,), _patience(self._milliseconds))

    def roll_back(self) -> None:
        """Undo everything and leave the connection idle, or closed."""
        if self._connection is not None:
            _roll_back(self._connection, _patience(self._milliseconds))


def one_read(caller: Identity, *, statement_milliseconds: int | None = None) -> Executor:
    """Return an executor of one statement, read only, in one round trip; asked again where the connection is lost."""
    return _OneTrip(caller, read_only=True, milliseconds=statement_milliseconds)


def one_trip(caller: Identity, *, statement_milliseconds: int | None = None) -> Executor:
    """Return an executor whose every statement is a transaction of its own in one round trip; never sent twice."""
    return _OneTrip(caller, read_only=False, milliseconds=statement_milliseconds)


@contextlib.contextmanager
def transaction(caller: Identity, *, statement_milliseconds: int | None = None) -> Generator[Executor]:
    """Run the body's statements in one transaction as `caller`; commit at its end, roll back on any exception.

    BEGIN and identity travel with the first statement. Raises DatabaseUnavailable; never retries a body.
    """
    begun = _Transaction(caller, statement_milliseconds)
    try:
        try:
            yield begun
        except BaseException:
            begun.roll_back()
            raise
        begun.commit()
    except psycopg.Error as failure:
        _refuse(failure, caller)


def close() -> None:
    """Close the instance's connection, and forget that it was ever lost; the next statement opens another."""
    kept, _instance.connection, _instance.lost_at = _instance.connection, None, float("-inf")
    if kept is not None:
        kept.close()


def was_lost_within(seconds: float) -> bool:
    """Whether the database was found away, or overwhelmed, so short a time ago that nobody should wait for it again."""
    return time.monotonic() - _instance.lost_at < seconds


class _Instance(threading.local):
    """What one instance keeps between calls; a thread counts as an instance, so none can share a connection."""

    connection: Connection | None = None
    lost_at = float("-inf")


_instance = _Instance()


def _connection() -> Connection:
    """Return the instance's connection, opened anew where there is none or it can no longer be relied on."""
    kept = _instance.connection
    if kept is not None and _is_reliable(kept):
        return kept
    close()
    made = _instance.connection = connect(CONNECT_SECONDS)
    return made


def _is_reliable(kept: Connection) -> bool:
    if kept.closed or kept.was_left() or kept.rested_seconds > RESTED_TOO_LONG_SECONDS:
        return False
    return kept.rested_seconds < RESTED_SECONDS or kept.answers_within(STILL_THERE_SECONDS)


def _become(caller: Identity, milliseconds: int, *, read_only: bool) -> Statement:
    claims, timeout = caller.claims.encode(), b"%d" % milliseconds
    return Statement(_BECOME, (caller.role.encode(), claims, timeout, b"on" if read_only else b"off"))


def _patience(milliseconds: int) -> float:
    return time.monotonic() + (milliseconds + SILENCE_MILLISECONDS) / 1000


def _alone(connection: Connection, statements: tuple[Statement, Statement], until: float) -> PGresult:
    """Execute `statements` as one transaction; return the last one's result."""
    if settings.database().pipeline:
        return connection.ask(statements, until)[-1]
    try:
        result = _ask(connection, (_BEGIN, *statements), until)
    except BaseException:
        _roll_back(connection, until)
        raise
    connection.ask((_COMMIT,), until)
    return result


def _roll_back(connection: Connection, until: float) -> None:
    if not connection.closed:
        with contextlib.suppress(psycopg.Error):  # what fails here closes the connection, and that rolls back too
            connection.ask((_ROLLBACK,), until)


def _ask(connection: Connection, statements: tuple[Statement, ...], until: float) -> PGresult:
    """Execute `statements` inside a transaction, before one Sync where the pooler takes it; return the last result."""
    if settings.database().pipeline:
        return connection.ask(statements, until)[-1]
    return [connection.ask((statement,), until) for statement in statements][-1][0]


def _refuse(failure: psycopg.Error, caller: Identity) -> NoReturn:
    """Raise the problem that the database's refusal is, a 503 where it is unreachable or overwhelmed, else `failure`.

    Whoever is erased while a statement in their name waits is gone when it writes: the same 401, and for what others
    write about them a lost race, which the next try does not lose.
    """
    state = failure.sqlstate or ""
    erased = state == _NO_PARENT_STATE and (failure.diag.constraint_name or "").endswith("_user_id_fkey")
    refusal = problem_of(state, failure.diag.message_detail)
    if refusal is not None:
        raise refusal from None
    if erased and caller.claims:
        raise SignInRequired from None
    if erased or state in _PASSING_STATES or is_away(failure):
        _instance.lost_at = time.monotonic()
        raise DatabaseUnavailable from failure
    raise failure
