"""The database's wing: every function has its file, its caller and no more rights than that caller needs."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

from shared.operations.catalogue import select_facts
from shared.operations.definitions import SQL, read_files
from tests.catalogue import FINGERPRINT, fingerprint
from tests.support.databases import ROOT, Database

CALL = re.compile(r"\bmasterclass\.(\w+)\(")
COMMENT = re.compile(r"--[^\n]*")
# What the schema's owner does, from the command line.
OWNERS = (
    "shared/authoring/sync_queries.py",
    "shared/operations/apply.py",
    "shared/operations/backups/restore.py",
    "shared/operations/backups/restore_script.py",
)


def rows(database: Database, query: str) -> list[tuple[Any, ...]]:
    """Return what the owner of the schema sees."""
    with psycopg.connect(database.url("postgres")) as connection:
        return connection.execute(query.encode()).fetchall()


def called_in(path: Path) -> set[str]:
    """Return which functions of the schema a file calls."""
    return set(CALL.findall(COMMENT.sub("", path.read_text())))


def test_the_fingerprint_of_the_catalogue(database: Database) -> None:
    """What the files make is what was committed: a changed right, column, policy or trigger is seen in its own line."""
    with psycopg.connect(database.url("postgres"), autocommit=True) as connection:
        made = fingerprint(select_facts(connection))
    assert made == FINGERPRINT.read_text(), "look at the difference, then: python -m tests.catalogue write"


def test_every_function_has_its_file(database: Database) -> None:
    """The functions of the schema are those of sql/functions, and the few that a stored column needs."""
    files = read_files(SQL)
    found = {
        row[0] for row in rows(database, "select proname from pg_proc where pronamespace = 'masterclass'::regnamespace")
    }
    assert found == {file.name for file in files.functions} | files.functions_of_migrations()


def test_every_function_says_what_it_promises() -> None:
    """Each file begins with its promise, and a definer says which privilege it needs."""
    for file in read_files(SQL).functions:
        assert file.text.startswith("-- "), file.path
        assert ("security definer" in file.text) == ("\n-- Definer: " in "\n" + file.text), file.path


def test_every_function_has_its_test() -> None:
    """Each function's promise is checked in a file of its own, found where the function is."""
    tests = ROOT / "tests" / "integration" / "functions"
    files = {tests / Path(file.path).parent.name / f"test_{file.name}.py" for file in read_files(SQL).functions}
    missing = sorted(str(path.relative_to(ROOT)) for path in files if not path.exists())
    assert not missing, missing
    orphans = sorted(str(path.relative_to(ROOT)) for path in set(tests.glob("*/test_*.py")) - files)
    assert not orphans, orphans


def test_every_search_path_is_closed(database: Database) -> None:
    """No function looks for a type where its caller could have put one: pg_catalog first, pg_temp last."""
    open_ones = rows(
        database,
        """
        select p.oid::regprocedure::text
          from pg_proc as p
          join pg_namespace as n on n.oid = p.pronamespace
         where n.nspname not in ('pg_catalog', 'information_schema')
           and not exists (select from pg_depend as d where d.objid = p.oid and d.deptype = 'e') -- an extension's, in C
           and p.proconfig is distinct from array['search_path=pg_catalog, pg_temp']
        """,
    )
    assert open_ones == []


def test_nobody_makes_temporary_objects(database: Database) -> None:
    """What a session could make for itself could be taken for the real thing."""
    may = rows(
        database,
        """
        select rolname
          from pg_roles
         where not rolsuper
           and rolname <> 'postgres'
           and has_database_privilege(oid, current_database(), 'temporary')
        """,
    )
    assert may == []


def test_no_migration_calls_a_function() -> None:
    """Migrations come before the functions, on every new database."""
    files = read_files(SQL)
    for file in files.migrations:
        assert called_in(SQL / file.path) <= files.functions_of_migrations(), file.path


def test_every_table_has_its_access(database: Database) -> None:
    """Each table of the schema has a file in sql/access."""
    found = rows(
        database,
        "select relname from pg_class"
        " where relnamespace = 'masterclass'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')",
    )
    assert {row[0] for row in found} == {file.name for file in read_files(SQL).access} - {"auth.users"}


def test_every_function_is_called_from_where_it_may_be(database: Database) -> None:
    """A door is called from exactly one queries module, all else from SQL or by the owner, and nothing by nobody."""
    doors, python, sql = executable(database), python_callers(), sql_callers()
    for file in read_files(SQL).functions:
        callers = [place for place in python.get(file.name, []) if place not in OWNERS]
        assert len(callers) <= 1, f"{file.name} is called from {callers}"
        assert all(place.endswith("queries.py") or place == "shared/database.py" for place in callers), callers
        assert not callers or file.name in doors, f"{file.name} is called from {callers}, and nobody may execute it"
        found_by_name = file.path.startswith(("functions/privacy/export_", "functions/privacy/exported_"))
        assert python.get(file.name) or sql.get(file.name) or found_by_name, f"nobody calls {file.name}"


def test_nobody_may_execute_what_they_do_not_call(database: Database) -> None:
    """A function is granted because Python calls it, or a policy, or a function that runs with its caller's rights."""
    python, sql, files = python_callers(), sql_callers(), read_files(SQL)
    own_rights = {file.path for file in files.definitions if "\nsecurity definer\n" not in file.text}
    needless = [
        name
        for name in executable(database) - files.functions_of_migrations()
        if not set(python.get(name, [])) - set(OWNERS) and not own_rights & set(sql.get(name, []))
    ]
    assert needless == [], "revoke these from everyone: their callers have the owner's rights"


def executable(database: Database) -> set[str]:
    """Return the functions that somebody beside their owner may execute."""
    granted = rows(
        database,
        "select distinct proname from pg_proc cross join aclexplode(proacl) as a"
        " where pronamespace = 'masterclass'::regnamespace and a.grantee <> proowner",
    )
    return {row[0] for row in granted}


def python_callers() -> dict[str, list[str]]:
    """Return the modules that call each function."""
    places = (path for folder in ("shared", "functions", "netlify") for path in (ROOT / folder).rglob("*.py"))
    return by_function((path.relative_to(ROOT).as_posix(), called_in(path)) for path in places)


def sql_callers() -> dict[str, list[str]]:
    """Return the files of sql/ that call each function, itself apart."""
    return by_function((file.path, called_in(SQL / file.path) - {file.name}) for file in read_files(SQL).definitions)


def by_function(calls: Iterable[tuple[str, set[str]]]) -> dict[str, list[str]]:
    """Turn what each place calls into who calls each function."""
    found: dict[str, list[str]] = {}
    for place, called in calls:
        for name in called:
            found.setdefault(name, []).append(place)
    return found
