"""Restoring a backup into a database without members: its day's schema, its rows, and proof that they are the same.

Rows are loaded, compared and checked in one transaction: a restore that fails leaves no member behind, and can be run
again. Whoever was erased after the backup was taken is erased again before it ends.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from psycopg import sql

from shared.operations.backups import table_queries
from shared.operations.backups.erasures import ERASURES
from shared.operations.backups.records import Manifest, Table
from shared.operations.backups.store import BackupDamaged
from shared.operations.backups.table_queries import Columns
from shared.operations.backups.take import read_rows
from shared.operations.backups.verify import open_object
from shared.operations.definitions import read_files
from shared.operations.gateway import Store
from shared.operations.migrate import migrate, migrate_tables
from shared.problems import Conflict, Problem

if TYPE_CHECKING:
    from pyrage import x25519

Watch = Callable[[str, int], None]


class RestoreRefused(Conflict):
    """Nothing was restored."""


class RestoredOtherwise(Problem):
    """What was restored is not what was backed up, and was undone."""


class Restored(NamedTuple):
    """What a restore did: rows as counted afterwards, members that had no row, roles put right, people erased again."""

    rows: dict[str, int]
    members_repaired: int
    roles_corrected: int
    erased_again: int


def restore(
    url: str,
    store: Store,
    manifest: Manifest,
    identities: "Sequence[x25519.Identity]",
    watch: Watch = lambda _table, _rows: None,
) -> Restored:
    """Restore the backup into the database at `url`, whose owner it signs in as.

    Raises RestoreRefused for a database with members or one that cannot hold the backup, BackupDamaged, Unopenable, and
    RestoredOtherwise.
    """
    _require_known(manifest)
    with _connection(url) as connection:
        _require_empty(connection)
    migrate_tables(url, manifest.migrations)
    with _connection(url) as connection, connection.transaction():
        connection.execute(table_queries.PLAIN_TEXT)
        _require_fitting(connection, manifest)
        connection.execute("set local session_replication_role = replica")
        _load(connection, store, manifest, identities, watch)
        rows = {table.name: compared(connection, table) for table in _ours(manifest)}
        _require_parents(connection, manifest)
        for name, last in manifest.sequences.items():
            connection.execute("select setval(format('masterclass.%%I', %s::text)::regclass, %s)", [name, last])
    migrate(url)
    with _connection(url) as connection:
        repaired, corrected = connection.execute(
            "select masterclass.repair_members(), masterclass.refresh_expired_roles()"
        ).fetchall()[0]
        digests = [key.removeprefix(ERASURES) for key, _ in store.keys(ERASURES)]
        erased = connection.execute("select masterclass.erase_again(%s)", [digests]).fetchall()[0][0]
    return Restored(rows, repaired, corrected, erased)


def lacking(connection: psycopg.Connection[Any], manifest: Manifest) -> dict[str, list[str]]:
    """Return the backup's columns that the database's tables lack, by table; `[]` for a table that is not there."""
    here = {table.name: table.columns for table in table_queries.select_tables(connection)}
    found = {
        table.name: [column for column in table.columns if column not in here.get(table.name, ())]
        for table in _ours(manifest)
    }
    return {name: columns if name in here else [] for name, columns in found.items() if columns}


def _ours(manifest: Manifest) -> list[Table]:
    """Return the tables that a restore loads; the two that `migrate` keeps are its own."""
    return [table for table in manifest.tables if table.name not in table_queries.OF_MIGRATE]


def _connection(url: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(url, autocommit=True, application_name="restore")
    except psycopg.Error:
        raise RestoreRefused("There is no connection to the database.") from None


def _require_known(manifest: Manifest) -> None:
    here = {file.name.partition("_")[0] for file in read_files().migrations}
    if unknown := [version for version in manifest.migrations if version not in here]:
        raise RestoreRefused(f"It has {', '.join(unknown)}, which is not in sql/migrations here: use a newer release.")


def _require_empty(connection: psycopg.Connection[Any]) -> None:
    if connection.execute("select to_regclass('auth.users') is null").fetchall() == [(True,)]:
        raise RestoreRefused("The database has no schema auth: it has to be one of a Supabase project.")
    if connection.execute("select exists (select from auth.users)").fetchall() == [(True,)]:
        raise RestoreRefused("The database has members already.")


def _require_fitting(connection: psycopg.Connection[Any], manifest: Manifest) -> None:
    missing = [
        f"{table} has no {', '.join(columns)}" if columns else f"there is no {table}"
        for table, columns in lacking(connection, manifest).items()
    ]
    if missing:
        raise RestoreRefused(f"The database cannot hold it: {'; '.join(missing)}.")


def _load(
    connection: psycopg.Connection[Any],
    store: Store,
    manifest: Manifest,
    identities: "Sequence[x25519.Identity]",
    watch: Watch,
) -> None:
    tables = _ours(manifest)
    for table in reversed(tables):  # first rows of migrations, and a course that was synced already
        connection.execute(sql.SQL("delete from {}").format(sql.Identifier(*table.name.split("."))))
    for table in tables:
        watch(table.name, 0)
        with connection.cursor() as cursor, cursor.copy(table_queries.writing(_columns(table))) as copy:
            open_object(store, manifest, table.sealed, identities, copy.write)
        watch(table.name, table.rows)


def _columns(table: Table) -> Columns:
    return Columns(table.name, table.columns, table.types, table.order)


def compared(connection: psycopg.Connection[Any], table: Table) -> int:
    """Return how many rows the table has; raises RestoredOtherwise unless they are the backup's, to the byte."""
    digest, messages = hashlib.sha256(), 0
    for row in read_rows(connection, _columns(table)):
        digest.update(row)
        messages += 1
    if messages - 1 != table.rows:
        raise RestoredOtherwise(f"{table.name} has {messages - 1:,} rows where the backup has {table.rows:,}.")
    if digest.hexdigest() != table.sealed.plain_sha256:
        raise RestoredOtherwise(f"The rows of {table.name} are not those of the backup: their hash is another.")
    return table.rows


def _require_parents(connection: psycopg.Connection[Any], manifest: Manifest) -> None:
    """Check every foreign key by looking for children without a parent: loading without triggers checked none."""
    for name, missing in _orphans(connection, [table.name for table in _ours(manifest)]):
        if missing:
            raise BackupDamaged(f"{missing:,} rows refer by {name} to rows that are not there.")


def _orphans(connection: psycopg.Connection[Any], tables: list[str]) -> Iterator[tuple[str, int]]:
    keys = connection.execute(
        """
        select conname, conrelid::regclass::text, confrelid::regclass::text,
               (select array_agg(attname::text order by place)
                  from unnest(conkey) with ordinality as k (number, place)
                  join pg_attribute on attrelid = conrelid and attnum = number),
               (select array_agg(attname::text order by place)
                  from unnest(confkey) with ordinality as k (number, place)
                  join pg_attribute on attrelid = confrelid and attnum = number)
          from pg_constraint
         where contype = 'f' and conrelid::regclass::text = any (%s)
         order by conname
        """,
        [tables],
    ).fetchall()
    for name, child, parent, ours, theirs in keys:
        counting = sql.SQL(
            "select count(*) from {child} as c where {given} and not exists (select from {parent} as p where {same})"
        ).format(
            child=sql.Identifier(*child.split(".")),
            parent=sql.Identifier(*parent.split(".")),
            given=sql.SQL(" and ").join(sql.SQL("c.{} is not null").format(sql.Identifier(column)) for column in ours),
            same=sql.SQL(" and ").join(
                sql.SQL("p.{} = c.{}").format(sql.Identifier(there), sql.Identifier(here))
                for here, there in zip(ours, theirs, strict=True)
            ),
        )
        yield name, connection.execute(counting).fetchall()[0][0]
