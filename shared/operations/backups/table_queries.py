"""Which tables a backup holds, by the database's own catalogue, and the statements that read and write them.

The backup's login reads our schema by a policy of every table, and of Supabase Auth's three tables what definer
functions hand out: people, how they sign in, second factors; never a session or a token.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from psycopg import Connection, sql

SCHEMA = "masterclass"
# Auth's tables before ours, which refer to them; by which function the backup's login reads each.
AUTH_READERS = {
    "auth.users": sql.SQL("masterclass.backup_auth_users()"),
    "auth.identities": sql.SQL("masterclass.backup_auth_identities()"),
    "auth.mfa_factors": sql.SQL("masterclass.backup_auth_factors()"),
}
# `migrate` makes and fills these; a restore lets it.
OF_MIGRATE = frozenset({"masterclass.schema_migrations", "masterclass.definitions"})

# A value's text must not depend on who asks, or equal rows would have other hashes.
PLAIN_TEXT = """
    set local timezone = 'UTC';
    set local datestyle = 'ISO, YMD';
    set local intervalstyle = 'postgres';
    set local extra_float_digits = 1;
    set local bytea_output = 'hex';
    set local statement_timeout = 0;
    set local search_path = pg_catalog, pg_temp
"""


class Columns(NamedTuple):
    """A table with its columns that are stored as given, their types, and the columns its rows go by."""

    name: str
    columns: Sequence[str]
    types: Sequence[str]
    order: Sequence[str]


def select_tables(connection: Connection[Any]) -> list[Columns]:
    """Return every table that is backed up; a generated column is no part of any."""
    rows = connection.execute(
        """
        with tables as (
          select c.oid, format('%%s.%%s', n.nspname, c.relname) as name
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
           where c.relkind in ('r', 'p') and not c.relispartition
             and (n.nspname = %(schema)s or format('%%s.%%s', n.nspname, c.relname) = any (%(auth)s))
        )
        select t.name, a.columns, a.types, coalesce(k.columns, a.columns)
          from tables as t
         cross join lateral (select array_agg(attname::text order by attnum) as columns,
                                    array_agg(format_type(atttypid, atttypmod) order by attnum) as types
                               from pg_attribute
                              where attrelid = t.oid and attnum > 0 and not attisdropped and attgenerated = '') as a
          left join lateral (select array_agg(c.attname::text order by p.place) as columns
                               from pg_index as i
                              cross join unnest(i.indkey) with ordinality as p (attnum, place)
                               join pg_attribute as c on c.attrelid = i.indrelid and c.attnum = p.attnum
                              where i.indrelid = t.oid and i.indisprimary) as k on true
         order by t.name not like 'auth.%%', t.name <> 'auth.users', t.name
        """,
        {"schema": SCHEMA, "auth": list(AUTH_READERS)},
    )
    return [Columns(*row) for row in rows]


def reading(table: Columns, *, as_owner: bool = False) -> sql.Composed:
    """Return the COPY that reads `table` in the order of its key; the owner reads Auth's tables themselves."""
    reader = None if as_owner else AUTH_READERS.get(table.name)
    source = reader or _name(table.name)
    types = dict(zip(table.columns, table.types, strict=True))
    return sql.SQL("copy (select {columns} from {source} order by {order}) to stdout (format csv, header)").format(
        columns=listed(table.columns),
        source=source,
        order=sql.SQL(", ").join(_sorted_by(name, types[name]) for name in table.order),
    )


def writing(table: Columns) -> sql.Composed:
    """Return the COPY that fills `table`."""
    return sql.SQL("copy {name} ({columns}) from stdin (format csv, header)").format(
        name=_name(table.name), columns=listed(table.columns)
    )


def select_sequences(connection: Connection[Any]) -> dict[str, int]:
    """Return how far each sequence of our schema has come; those that were never used are left out."""
    return connection.execute("select masterclass.backup_sequences()").fetchall()[0][0]


def select_migrations(connection: Connection[Any]) -> list[str]:
    """Return the versions that have run."""
    rows = connection.execute("select version from masterclass.schema_migrations order by version")
    return [row[0] for row in rows]


def _name(table: str) -> sql.Identifier:
    return sql.Identifier(*table.split(".", 1))


def listed(columns: Sequence[str]) -> sql.Composed:
    """Return the columns as a list."""
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _sorted_by(column: str, of_type: str) -> sql.Composable:
    """Text goes by its bytes, the same on every server; what cannot be sorted goes by its text."""
    if of_type.startswith(("text", "character", "json", "tsvector", "xml")):
        return sql.SQL('{}::text collate "C"').format(sql.Identifier(column))
    return sql.Identifier(column)
