"""Taking a backup: one moment of the database, table by table into the store, the manifest last."""

import contextlib
import hashlib
import secrets
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from shared.operations.backups import rules, table_queries
from shared.operations.backups.records import (
    MANIFEST,
    SCHEMA,
    SCRIPT,
    Manifest,
    Sealed,
    Table,
    write_manifest,
)
from shared.operations.backups.restore_script import restore_script
from shared.operations.backups.schema import schema_script
from shared.operations.backups.sealing import seal, store_plain
from shared.operations.backups.store import Kept, newest_good, prefix_of
from shared.operations.backups.table_queries import Columns
from shared.operations.gateway import Store, StoreUnavailable
from shared.problems import Conflict, Problem, Unavailable

if TYPE_CHECKING:
    from pyrage import x25519

CONNECT_SECONDS = 10
CHUNK_BYTES = 64 * 1024
LOCK = "select pg_try_advisory_lock(hashtextextended('masterclass.backup', 0))"

Watch = Callable[[str, int], None]


class BackupRefused(Problem):
    """This is no backup that could be relied on."""


class BackupUnderWay(Conflict):
    """Another backup is under way."""


class DatabaseAway(Unavailable):
    """The database that is to be backed up cannot be reached."""


class Way(NamedTuple):
    """Where a backup goes, sealed to whom, until when (monotonic), and who is told of each table's rows."""

    store: Store
    recipients: "list[x25519.Recipient]"
    until: float
    watch: Watch


def take_backup(
    url: str,
    store: Store,
    recipients: "list[x25519.Recipient]",
    *,
    seconds: float = rules.LONGEST_SECONDS,
    accept_loss: bool = False,
    watch: Watch = lambda _table, _rows: None,
) -> Kept:
    """Back the database at `url` up; return the manifest that is now in the store.

    Raises BackupRefused, and leaves no manifest, for a database above 10 GB, a table that lost over a fifth of its rows
    since the last backup (unless `accept_loss`), or when `seconds` are over; BackupUnderWay beside another.
    """
    way = Way(store, recipients, time.monotonic() + seconds, watch)
    before = newest_good(store)
    with _snapshot(url) as connection:
        _require_size(connection)
        taken_at: datetime = connection.execute("select now()").fetchall()[0][0].astimezone(UTC)
        backup = f"{taken_at:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}"
        with _all_or_nothing(store, prefix_of(backup)):
            manifest = _stored(connection, way, backup, taken_at)
            if before and not accept_loss:
                _require_rows(manifest, before.manifest)
            content = write_manifest(manifest)
            store.put(prefix_of(backup) + MANIFEST, content, "application/json", "no-store")
    return Kept(manifest, hashlib.sha256(content).hexdigest())


def _require_rows(manifest: Manifest, before: Manifest) -> None:
    if lost := rules.shrunken(manifest.rows, before.rows):
        raise BackupRefused("; ".join(lost) + ". If that is as it should be: backup run --accept-loss.")


@contextlib.contextmanager
def _all_or_nothing(store: Store, prefix: str) -> Generator[None]:
    """Leave no objects of a backup that was refused; what a killed run leaves goes after the next good one."""
    try:
        yield
    except Exception:
        with contextlib.suppress(StoreUnavailable):
            for key in [key for key, _ in store.keys(prefix)]:
                store.delete(key)
        raise


def _stored(connection: psycopg.Connection[Any], way: Way, backup: str, taken_at: datetime) -> Manifest:
    prefix = prefix_of(backup)
    found = table_queries.select_tables(connection)
    tables = [_store_table(connection, way, prefix, table) for table in found]
    script = schema_script(connection).encode()
    schema = seal(way.store, prefix, SCHEMA, [script], way.recipients)
    # Sequences move on without regard to any transaction: read last, they are past every row that was read.
    sequences = table_queries.select_sequences(connection)
    loaded = restore_script(backup, taken_at.isoformat(timespec="seconds"), tables, sequences).encode()
    return Manifest(
        backup,
        taken_at,
        table_queries.select_migrations(connection),
        tables,
        sequences,
        schema,
        store_plain(way.store, prefix, SCRIPT, loaded, "text/x-shellscript"),
    )


def _store_table(connection: psycopg.Connection[Any], way: Way, prefix: str, table: Columns) -> Table:
    rows = _Rows(connection, way, table)
    sealed: Sealed = seal(way.store, prefix, f"{table.name}.csv.zst.age", rows.chunks(), way.recipients)
    return Table(table.name, table.columns, table.types, table.order, rows.count, sealed)


class _Rows:
    """A table's rows as CSV in chunks, counted: Postgres sends a row, or the header, a message."""

    def __init__(self, connection: psycopg.Connection[Any], way: Way, table: Columns):
        self._connection = connection
        self._way = way
        self._table = table
        self.count = 0

    def chunks(self) -> Iterator[bytes]:
        waiting, messages = bytearray(), 0
        with self._connection.cursor() as cursor, cursor.copy(table_queries.reading(self._table)) as copy:
            for row in copy:
                messages += 1
                waiting += row
                if len(waiting) >= CHUNK_BYTES:
                    self._on_time(messages - 1)
                    yield bytes(waiting)
                    waiting.clear()
        self.count = messages - 1
        self._on_time(self.count)
        yield bytes(waiting)

    def _on_time(self, rows: int) -> None:
        self._way.watch(self._table.name, rows)
        if time.monotonic() > self._way.until:
            raise BackupRefused(
                f"It did not end in {rules.LONGEST_SECONDS // 60} minutes ({self._table.name} was under way). Run"
                " `backup run` from a machine of your own, and turn on Supabase's point-in-time recovery (PITR)."
            )


def read_rows(connection: psycopg.Connection[Any], table: Columns) -> Iterator[bytes]:
    """Yield the CSV of a restored table, as its owner reads it: the very text that was backed up."""
    with connection.cursor() as cursor, cursor.copy(table_queries.reading(table, as_owner=True)) as copy:
        yield from (bytes(row) for row in copy)


@contextlib.contextmanager
def _snapshot(url: str) -> Generator[psycopg.Connection[Any]]:
    """One moment of the database, read only, held for as long as it takes; and the lock that only one backup has.

    The lock is the session's: whoever is killed loses it, and the next start begins at once.
    """
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name="backup")
    except psycopg.Error:
        raise DatabaseAway("There is no connection by BACKUP_DATABASE_URL.") from None
    with connection:
        if not connection.execute(LOCK).fetchall()[0][0]:
            raise BackupUnderWay("Only one is taken at a time.")
        connection.execute("begin isolation level repeatable read, read only")
        connection.execute(table_queries.PLAIN_TEXT)
        yield connection


def _require_size(connection: psycopg.Connection[Any]) -> None:
    size: int = connection.execute("select pg_database_size(current_database())").fetchall()[0][0]
    if size > rules.LARGEST_DATABASE_BYTES:
        raise BackupRefused(
            f"The database has {size / 1024**3:.1f} GB, and 10 are too many for a nightly copy: turn on Supabase's"
            " point-in-time recovery (PITR)."
        )


def describe(kept: Kept) -> Mapping[str, object]:
    """Return what a job's run says of a backup."""
    manifest = kept.manifest
    return {
        "backup": manifest.id,
        "rows": sum(manifest.rows.values()),
        "bytes": manifest.bytes,
        "manifest_sha256": kept.sha256,
    }
