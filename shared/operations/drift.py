"""Where a database is not what the files in sql/ say: what was altered, dropped or added by hand."""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Connection

from shared.operations.apply import TABLES, facts_of_tables
from shared.operations.catalogue import Facts, select_facts
from shared.operations.definitions import Files
from shared.operations.history import history_faults, select_pending

Kept = dict[str, tuple[str, list[str]]]


def find_drift(connection: Connection[Any], files: Files) -> list[str]:
    """Return a sentence for every difference between the files and the database."""
    faults = history_faults(connection, {file.path: file.digest for file in files.migrations})
    if faults:
        return faults
    if connection.execute("select to_regclass('masterclass.definitions') is null").fetchall() == [(True,)]:
        return ["The database has no schema of ours yet."]
    kept: Kept = {
        path: (digest, facts)
        for path, digest, facts in connection.execute("select path, digest, facts from masterclass.definitions")
    }
    facts = select_facts(connection)
    return [
        *(f"sql/{path} has not run yet." for path in select_pending(connection, files)),
        *_differences(files, kept, facts),
        *_strangers(files, facts),
    ]


def _differences(files: Files, kept: Kept, facts: Facts) -> Iterator[str]:
    for file in files.definitions:
        digest, remembered = kept.get(file.path, ("", []))
        if digest != file.digest:
            yield f"sql/{file.path} {'has changed since it was' if digest else 'has not been'} applied."
        else:
            yield from _altered(f"sql/{file.path}", remembered, facts.get(file.subject, []))
    yield from _altered("sql/migrations", kept.get(TABLES, ("", []))[1], facts_of_tables(facts))
    here = {file.path for file in files.definitions}
    for path in sorted(kept):
        if path.startswith(("functions/", "access/")) and path not in here:
            yield f"sql/{path} is gone, and what it made is still in the database."


def _altered(place: str, remembered: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    for fact in remembered:
        if fact not in found:
            yield f"{place}: the database has not any more: {fact}"
    for fact in found:
        if fact not in remembered:
            yield f"{place}: the database has by other hands: {fact}"


def _strangers(files: Files, facts: Facts) -> Iterator[str]:
    for fact in facts.get("database", []):
        yield f"The database lets {fact}: as its owner, revoke temporary on database … from public."
    known = {file.subject for file in files.definitions}
    known |= {f"function {name}" for name in files.functions_of_migrations()}
    for subject in facts:
        if subject.startswith(("function ", "access ")) and subject not in known:
            yield f"{subject.replace(' ', ' masterclass.', 1)} is in no file of sql/."
