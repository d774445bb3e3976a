"""The access matrix: what each actor may do to each table, read from the table's file and asked of Postgres.

A file `<table>.yaml` beside this module has:

    seed: SQL that gives every member of MEMBERS something here (run as superuser, `:free`, `:other` … are ids)
    scopes: {own: "user_id = :me"}       predicates, as the superuser counts them
    actors:
      free: {select: "own: id, name", insert: refused, update: "own: name", delete: refused}

A cell is `refused`, or a scope (`none`, `all` or one of `scopes`), for select and update with the columns that
may be used (`*` for every one); an insert is `refused` or the columns that may be given.
`python -m tests.integration.access.matrix TABLE` prints what Postgres does today, to be judged by a person.
"""

import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import psycopg
import yaml
from psycopg import sql

from tests.support.databases import Database

HERE = Path(__file__).parent
MEMBERS = {
    "free": "00000000-0000-4000-8000-00000000f4ee",
    "granted": "00000000-0000-4000-8000-0000000096a1",
    "expired": "00000000-0000-4000-8000-00000000e471",
    "other": "00000000-0000-4000-8000-00000000074e",
}
LOGIN_ACTORS = (
    "masterclass_functions",
    "masterclass_payments",
    "masterclass_jobs",
    "masterclass_backup",
    "service_role",
)
ACTORS = ("anonymous", *MEMBERS, *LOGIN_ACTORS)
VERBS = ("select", "insert", "update", "delete")
NOBODY = "00000000-0000-4000-8000-000000000000"
EVERY_ROW = -1  # a constraint stopped the statement: the privilege was there, every row in reach

PEOPLE = f"""
insert into auth.users (id, email, email_confirmed_at, aud, role, raw_user_meta_data)
select id::uuid, name || '@example.com', now(), 'authenticated', 'authenticated', jsonb_build_object('name', name)
  from (values {", ".join(f"('{name}', '{identity}')" for name, identity in MEMBERS.items())}) as people (name, id);

insert into masterclass.access_grants (user_id, reason, granted_by, expires_at)
values ('{MEMBERS["granted"]}', 'test', 'test', now() + interval '1 day'),
       ('{MEMBERS["expired"]}', 'test', 'test', now() - interval '1 day');
"""


class Table(NamedTuple):
    """One table's file."""

    name: str
    seed: str
    scopes: Mapping[str, str]
    actors: Mapping[str, Mapping[str, str]]


def read(name: str) -> Table:
    """Return the file of table `name`; a key such as `free, other` stands for each of them."""
    content = yaml.safe_load((HERE / f"{name}.yaml").read_text())
    actors = {actor.strip(): cells for group, cells in content.get("actors", {}).items() for actor in group.split(",")}
    return Table(name, content.get("seed", ""), content.get("scopes", {}), actors)


def written() -> list[str]:
    """Return the tables that have a file."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


def seed(database: Database) -> None:
    """Fill every table as its file says, people first, in the order the files' seeds need (`after:`)."""
    database.execute(PEOPLE)
    for name in sorted(written(), key=_seed_order):
        script = read(name).seed
        database.execute(_with_ids(script)) if script else None


class Column(NamedTuple):
    """A column, whether it makes its own values, and what a role may do to it."""

    name: str
    generated: bool
    select: bool
    insert: bool
    update: bool


class Observer:
    """Asks one database, as every actor, what it allows; the owner's connection counts and reads privileges."""

    def __init__(self, database: Database):
        self._database = database
        self._owner = psycopg.connect(database.url("postgres"), autocommit=True)
        self._actors: dict[str, psycopg.Connection] = {}

    def __enter__(self) -> "Observer":
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (self._owner, *self._actors.values()):
            connection.close()

    def tables(self) -> list[str]:
        """Return the tables and views that the schema has."""
        rows = self._owner.execute(
            "select relname from pg_class where relnamespace = 'masterclass'::regnamespace"
            " and relkind in ('r', 'p', 'v', 'm') order by relname"
        ).fetchall()
        return [row[0] for row in rows]

    def unprotected(self) -> list[str]:
        """Return the tables without row level security."""
        rows = self._owner.execute(
            "select relname from pg_class where relnamespace = 'masterclass'::regnamespace"
            " and relkind in ('r', 'p') and not relrowsecurity"
        ).fetchall()
        return [row[0] for row in rows]

    def change(self, script: str) -> None:
        """Run `script` as the superuser."""
        self._database.execute(script)

    def observe(self, table: Table, actor: str) -> dict[str, str]:
        """Return what `actor` can do to `table`, cell by cell, in the file's words."""
        columns = self._columns(table.name, role_of(actor))
        return {verb: self._cell(table, actor, verb, columns) for verb in VERBS}

    def _cell(self, table: Table, actor: str, verb: str, columns: list[Column]) -> str:
        usable = [column for column in columns if getattr(column, verb, False)]
        count = self._attempt(actor, _statement(table.name, verb, usable or columns))
        if count is None and not (verb == "insert" and usable):
            return "refused"
        listed = "*" if usable == columns else ", ".join(column.name for column in usable)
        if verb == "insert":
            return listed
        scope = self._scope(table, actor, count or 0)
        return scope if verb == "delete" else f"{scope}: {listed}"

    def _attempt(self, actor: str, statement: sql.Composed) -> int | None:
        """Return how many rows `statement` reached as `actor`, EVERY_ROW behind a constraint, None if refused."""
        connection = self._connection(actor)
        try:
            _become(connection, actor)
            cursor = connection.execute(statement)
            return int(cursor.fetchall()[0][0]) if cursor.description else cursor.rowcount
        except psycopg.errors.InsufficientPrivilege:
            return None
        except psycopg.errors.IntegrityError:
            return EVERY_ROW
        finally:
            connection.rollback()

    def _scope(self, table: Table, actor: str, count: int) -> str:
        if count in {EVERY_ROW, self._count(table.name, "true", actor)}:
            return "all"
        fitting = (
            name for name, predicate in table.scopes.items() if self._count(table.name, predicate, actor) == count
        )
        return next(fitting, "none" if count == 0 else f"{count} rows")

    def _count(self, table: str, predicate: str, actor: str) -> int:
        condition = _with_ids(predicate).replace(":me", f"'{MEMBERS.get(actor, NOBODY)}'")
        counted = self._owner.execute(f"select count(*) from masterclass.{table} where {condition}".encode())
        return int(counted.fetchall()[0][0])

    def _columns(self, table: str, role: str) -> list[Column]:
        rows = self._owner.execute(
            """
            select attname, attgenerated <> '' or attidentity = 'a',
                   has_column_privilege(%(role)s, attrelid, attname, 'select'),
                   has_column_privilege(%(role)s, attrelid, attname, 'insert'),
                   has_column_privilege(%(role)s, attrelid, attname, 'update')
              from pg_attribute
             where attrelid = %(table)s::regclass and attnum > 0 and not attisdropped
             order by attnum
            """,
            {"role": role, "table": f"masterclass.{table}"},
        ).fetchall()
        return [Column(*row) for row in rows]

    def _connection(self, actor: str) -> psycopg.Connection:
        """Members and roles without a login come in as the functions do; the owner becomes service_role."""
        login = {"masterclass_backup": actor, "service_role": "postgres"}.get(actor, "masterclass_functions")
        return self._actors.setdefault(actor, self._actors.get(actor) or psycopg.connect(self._database.url(login)))


def _statement(table: str, verb: str, columns: list[Column]) -> sql.Composed:
    name = sql.Identifier("masterclass", table)
    column = next(column for column in columns if verb == "select" or not column.generated)
    if verb == "select":
        return sql.SQL("select count(*), count({}) from {}").format(sql.Identifier(column.name), name)
    if verb == "insert":
        return sql.SQL("insert into {} ({}) values (default)").format(name, sql.Identifier(column.name))
    if verb == "update":
        value = sql.Identifier(column.name) if column.select else sql.SQL("default")
        return sql.SQL("update {} set {} = {}").format(name, sql.Identifier(column.name), value)
    return sql.SQL("delete from {}").format(name)


def role_of(actor: str) -> str:
    """Return the database role that `actor` acts as."""
    return "anon" if actor == "anonymous" else "authenticated" if actor in MEMBERS else actor


def _become(connection: psycopg.Connection, actor: str) -> None:
    if actor in {"masterclass_functions", "masterclass_backup"}:
        return
    claims = f'{{"sub":"{MEMBERS[actor]}","role":"authenticated"}}' if actor in MEMBERS else ""
    connection.execute(
        "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)", (role_of(actor), claims)
    )


def _with_ids(script: str) -> str:
    return re.sub(r":(\w+)\b", lambda found: f"'{MEMBERS[found[1]]}'" if found[1] in MEMBERS else found[0], script)


def _seed_order(name: str) -> tuple[int, str]:
    content = yaml.safe_load((HERE / f"{name}.yaml").read_text())
    return (int(content.get("seed_order", 5)), name)


def main(table: str) -> None:
    """Print what Postgres does today for `table`."""
    from netlify.postgres import temporary_postgres
    from tests.support.databases import Cluster

    with tempfile.TemporaryDirectory() as folder, temporary_postgres(Path(folder)) as postgres:
        cluster = Cluster(postgres)
        cluster.make_template()
        database = cluster.database()
        seed(database)
        groups: dict[str, list[str]] = {}
        with Observer(database) as observer:
            for actor in ACTORS:
                cells = observer.observe(read(table), actor)
                outcome = ", ".join(f"{verb}: {json.dumps(cell)}" for verb, cell in cells.items())
                groups.setdefault(f"{{{outcome}}}", []).append(actor)
        print("actors:")
        for outcome, actors in groups.items():
            print(f"  {', '.join(actors)}: {outcome}")


if __name__ == "__main__":
    main(sys.argv[1])
