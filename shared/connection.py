"""An instance's connection to Postgres: how it is opened, and how bound statements cross it in one round trip.

psycopg opens it; the statements are sent through its libpq connection itself, several of them before one Sync. That is
one implicit transaction, one round trip, and half of what psycopg's own pipeline costs.
"""

import contextlib
import os
import re
import select
import time
from collections.abc import Generator, Sequence

import psycopg
from psycopg import pq
from psycopg.conninfo import make_conninfo
from psycopg.pq import ConnStatus, ExecStatus, PollingStatus
from psycopg.pq.abc import PGconn, PGresult

from shared import settings
from shared.statements import Statement

# Data that nobody acknowledges for so long was lost with the connection: the kernel says so.
UNACKNOWLEDGED_MILLISECONDS = 1200

_SERVERS_WORDS = re.compile(r"(?:FATAL|ERROR|PANIC):\s+(.+)")
_SERVERS_STATE = re.compile(r"ErrorResponse.* C \"([0-9A-Z]{5})\"")
_ODD_NAME = re.compile(r"\"[^\"]*[^\w.\"-][^\"]*\"")
_NO_CONNECTION_STATE = "08001"
_PIPE_BYTES = 64 * 1024
# As plain numbers: these are compared for every result of every call.
_OPEN, _SYNCED, _FAILED = int(ConnStatus.OK), int(ExecStatus.PIPELINE_SYNC), int(ExecStatus.FATAL_ERROR)


class ConnectionRefused(psycopg.OperationalError):
    """No connection was had. `sqlstate` and `says` are the server's, as far as it was reached; never a password."""

    def __init__(self, sqlstate: str, says: str):
        super().__init__(says)
        self.sqlstate = sqlstate
        self.says = says


class ServerSilent(psycopg.OperationalError):
    """The server did not answer in time; whether it executed what was sent nobody knows."""


class Connection:
    """One libpq connection; it is closed by whatever leaves an answer unread."""

    def __init__(self, pgconn: PGconn):
        self.pgconn = pgconn
        self._poll = select.poll()
        self._poll.register(self.pgconn.socket, select.POLLIN)
        self._used_at = time.time()

    @property
    def closed(self) -> bool:
        """Whether it is of no more use."""
        return self.pgconn.status != _OPEN

    @property
    def rested_seconds(self) -> float:
        """How long ago it was used; by the wall's clock, because a frozen instance's own stands still."""
        return abs(time.time() - self._used_at)

    def close(self) -> None:
        """Close it."""
        self.pgconn.finish()

    def was_left(self) -> bool:
        """Whether the server's farewell lies unread: a killed backend's connection still says it is open."""
        return bool(self._poll.poll(0))

    def answers_within(self, seconds: float) -> bool:
        """Whether the server answers an empty Sync in time; if not, the connection is closed, nothing executed."""
        try:
            self.ask((), time.monotonic() + seconds)
        except psycopg.OperationalError:
            self.close()
        return not self.closed

    def ask(self, statements: Sequence[Statement], until: float) -> list[PGresult]:
        """Send `statements` before one Sync and return their results; raises what the server raised.

        Raises ServerSilent at `until` (monotonic). What fails on the way there or back closes the connection.
        """
        try:
            self.pgconn.enter_pipeline_mode()
            self._send(statements, until)
            results = self._received(until)
            self.pgconn.exit_pipeline_mode()
        except BaseException:
            self.close()
            raise
        self._used_at = time.time()
        for result in results:
            if result.status == _FAILED:
                raise psycopg.errors.error_from_result(result)
        return results

    def _send(self, statements: Sequence[Statement], until: float) -> None:
        for text, values, types, formats in statements:
            self.pgconn.send_query_params(text, values, types, formats)
        self.pgconn.pipeline_sync()
        if self.pgconn.flush():
            writable = select.poll()
            writable.register(self.pgconn.socket, select.POLLIN | select.POLLOUT)
            while self.pgconn.flush():
                self._wait(writable, until)
                self.pgconn.consume_input()

    def _received(self, until: float) -> list[PGresult]:
        """Return every result up to the Sync's own; raises the last word of a server that ended the connection."""
        results, pgconn = list[PGresult](), self.pgconn
        try:
            while True:
                while pgconn.is_busy():
                    self._wait(self._poll, until)
                    pgconn.consume_input()
                result = pgconn.get_result()
                if result is None:  # what libpq puts after each statement's results
                    self._require_open()
                elif result.status == _SYNCED:
                    return results
                else:
                    results.append(result)
        except psycopg.OperationalError:
            if results and results[-1].status == _FAILED:
                raise psycopg.errors.error_from_result(results[-1]) from None
            raise

    def _require_open(self) -> None:
        if self.pgconn.status != _OPEN:
            raise psycopg.OperationalError("the connection was lost")

    @staticmethod
    def _wait(ready: select.poll, until: float) -> None:
        if not ready.poll(max(0.0, until - time.monotonic()) * 1000):
            raise ServerSilent("the server did not answer in time")


def connect(seconds: float) -> Connection:
    """Open a connection by DATABASE_URL within `seconds`; raises ConnectionRefused."""
    until = time.monotonic() + seconds
    try:
        wanted = make_conninfo(
            settings.database().url,
            application_name="masterclass",
            keepalives_idle=30,
            tcp_user_timeout=UNACKNOWLEDGED_MILLISECONDS,
        )
        pgconn = pq.PGconn.connect_start(wanted.encode())
    except psycopg.Error:
        raise ConnectionRefused(_NO_CONNECTION_STATE, "DATABASE_URL is no address of a database") from None
    with _overheard(pgconn) as heard:
        in_time = _connected(pgconn, until)
    if pgconn.status == _OPEN:
        pgconn.nonblocking = 1
        return Connection(pgconn)
    message = pgconn.get_error_message() if in_time else "timeout"
    pgconn.finish()
    raise _refused(message, heard)


def _connected(pgconn: PGconn, until: float) -> bool:
    """Let libpq go through its handshake; return whether that came to an end, good or bad, in time."""
    events: dict[int, int] = {PollingStatus.READING: select.POLLIN, PollingStatus.WRITING: select.POLLOUT}
    while (wants := pgconn.connect_poll()) in events:
        ready = select.poll()
        ready.register(pgconn.socket, events[wants])
        if not ready.poll(max(0.0, until - time.monotonic()) * 1000):
            return False
    return True


@contextlib.contextmanager
def _overheard(pgconn: PGconn) -> Generator[list[str]]:
    """Let libpq trace the handshake into a pipe: it keeps no SQLSTATE of a refused connection anywhere else.

    (os.memfd_create is missing in the Python of a bundle, which is made for an older C library.)
    """
    heard = list[str]()
    reading, writing = os.pipe()
    try:
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)  # what is too much for a pipe is no handshake: the rest is lost
        pgconn.trace(writing)
        yield heard
        pgconn.untrace()
        with contextlib.suppress(BlockingIOError):
            heard += _SERVERS_STATE.findall(os.read(reading, _PIPE_BYTES).decode("utf-8", "replace"))
    finally:
        os.close(reading)
        os.close(writing)


def _refused(message: str, states: Sequence[str]) -> ConnectionRefused:
    """Return why there is no connection: the server's first sentence where there is one, else words of ours.

    libpq's own messages may repeat any part of an address that was mistyped, its password too.
    """
    said = _SERVERS_WORDS.search(message)
    if said is None or not states:
        return ConnectionRefused(_NO_CONNECTION_STATE, _our_words(message))
    return ConnectionRefused(states[0], _ODD_NAME.sub('"…"', said[1].strip()))


def _our_words(message: str) -> str:
    for words, ours in {
        "translate host name": "the host of DATABASE_URL has no address",
        "refused": "nothing listens at the host and port of DATABASE_URL",
        "time": "the server did not answer in time",
        "closed the connection": "the server closed the connection",
    }.items():
        if words in message:
            return ours
    return "no connection by DATABASE_URL"


def is_away(failure: psycopg.Error) -> bool:
    """Whether there was no connection, or the server (or a pooler before it) ended it."""
    if isinstance(failure, ConnectionRefused) or failure.diag.severity_nonlocalized == "FATAL":
        return True
    state = failure.sqlstate or ""
    return isinstance(failure, psycopg.OperationalError) and (not state or state[:2] in {"08", "57"})
