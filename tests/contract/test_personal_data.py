"""No table that names a member can be forgotten by export or erase."""

from typing import Any

import psycopg

from tests.support.databases import Database

# Every foreign key path from a table to masterclass.users, with what deleting the member does to the row.
PATHS = """
with recursive paths as (
  select conrelid, confdeltype
    from pg_constraint
   where contype = 'f' and confrelid = 'masterclass.users'::regclass
   union
  select c.conrelid, c.confdeltype
    from pg_constraint as c
    join paths on c.confrelid = paths.conrelid
   where c.contype = 'f'
)
select distinct conrelid::regclass::text, confdeltype from paths
"""
MENTIONS = """
select 1
  from pg_proc
 where pronamespace = 'masterclass'::regnamespace
   and (proname like 'export\\_%%' or proname like 'exported\\_%%')
   and prosrc ~ (%s || '\\M')
"""


def _rows(database: Database, query: str, *parameters: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.url("postgres")) as connection:
        return connection.execute(query.encode(), parameters).fetchall()


def test_every_table_that_names_a_member_is_exported(database: Database) -> None:
    """Each table with a foreign key path to the member is read by an export_<domain> function."""
    tables = {row[0] for row in _rows(database, PATHS)}
    assert {"masterclass.payments", "masterclass.access_grants"} <= tables
    missing = [table for table in sorted(tables) if not _rows(database, MENTIONS, table.replace(".", "\\."))]
    assert not missing, f"no masterclass.export_<domain>() reads {', '.join(missing)}"


def test_erasing_a_member_reaches_every_table(database: Database) -> None:
    """Each such foreign key cascades or cuts the row loose: none blocks the erasure."""
    blocking = [table for table, action in _rows(database, PATHS) if action not in {"c", "n"}]
    assert not blocking, f"these foreign keys neither cascade nor set null: {', '.join(blocking)}"


def test_every_column_that_names_a_member_is_a_foreign_key(database: Database) -> None:
    """A user_id without a foreign key would outlive its member unseen."""
    loose = _rows(
        database,
        """
        select a.attrelid::regclass::text
          from pg_attribute as a
          join pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'p')
         where c.relnamespace = 'masterclass'::regnamespace
           and a.attname in ('user_id', 'member_id')
           and not exists (select from pg_constraint as k
                            where k.conrelid = a.attrelid and k.contype = 'f' and a.attnum = any (k.conkey))
        """,
    )
    assert loose == []
