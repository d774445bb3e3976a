"""Tries what `migrate` is about to do and takes it back: what would fail halfway is found before anything is done."""

import re
from typing import Any

from psycopg import Connection

from shared.operations.apply import apply_definitions, execute
from shared.operations.definitions import Definition, Files
from shared.operations.history import select_pending

_UP = re.compile(
    r"^-- migrate:up(?P<options>[^\n]*)\n(?P<statements>.*?)(?=^-- migrate:down|\Z)", re.DOTALL | re.MULTILINE
)
_OUTSIDE = "transaction:false"  # dbmate's word for a migration that Postgres runs outside a transaction alone


def rehearse(connection: Connection[Any], files: Files) -> None:
    """Run the pending migrations and every changed definition, and roll them back.

    dbmate commits each migration by itself, so a definition that fails behind one would leave it there alone. Raises
    DefinitionsInvalid with the file and the line that fails. A migration that cannot run in a transaction cannot be
    tried, and neither can what stands on it.
    """
    pending = select_pending(connection, files)
    steps = [_step_of(file) for file in files.migrations if file.path in pending]
    if not steps or any(step is None for step in steps):
        return
    with connection.transaction(force_rollback=True):
        for step in filter(None, steps):
            execute(connection, step)
        connection.execute(
            "create table if not exists masterclass.schema_migrations (version text primary key)"
        )  # dbmate's
        apply_definitions(connection, files)


def _step_of(file: Definition) -> Definition | None:
    """The statements of a migration, on the lines where they stand; none where it runs outside a transaction."""
    found = _UP.search(file.text)
    if found is None or _OUTSIDE in found["options"]:
        return None
    lines_before = file.text.count("\n", 0, found.start("statements"))
    return file._replace(text="\n" * lines_before + found["statements"])
