"""A drill: the backup restored into a throwaway database, compared, and the whole written down."""

import importlib
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import psycopg

from shared.database import JOBS, one_trip
from shared.operations import job_queries
from shared.operations.backups.records import Manifest
from shared.operations.backups.restore import Restored, lacking, restore
from shared.operations.gateway import Store
from shared.operations.jobs import recorded
from shared.operations.migrate import migrate_tables

if TYPE_CHECKING:
    from pyrage import x25519

JOB = "restore-drill"
LONGEST_SECONDS = 4 * 3600


def drill(
    store: Store, manifest: Manifest, identities: "Sequence[x25519.Identity]", watch: Callable[[str, int], None]
) -> Restored:
    """Restore the backup into a database of its own on this machine, drop that, and record the drill.

    Raises what `restore` does; a drill that failed is recorded too.
    """
    begun = job_queries.begin_job(one_trip(JOBS), JOB, 0, LONGEST_SECONDS)
    found: list[Restored] = []

    def work() -> dict[str, object]:
        started = time.monotonic()
        found.append(_restored(store, manifest, identities, watch))
        seconds = round(time.monotonic() - started, 1)
        return {"backup": manifest.id, "rows": sum(found[0].rows.values()), "seconds": seconds}

    if begun["run"] is None:  # another drill is under way; this one is none the worse
        work()
    else:
        recorded(begun["run"], work)
    return found[0]


def _restored(
    store: Store, manifest: Manifest, identities: "Sequence[x25519.Identity]", watch: Callable[[str, int], None]
) -> Restored:
    # The embedded Postgres belongs to the local platform, which nothing that runs in production may know: a drill runs
    # on the operator's machine alone.
    with importlib.import_module("netlify.throwaway").throwaway_database() as throwaway:
        migrate_tables(throwaway.url, manifest.migrations)
        _widen(throwaway, manifest)
        return restore(throwaway.url, store, manifest, identities, watch)


def _widen(throwaway: Any, manifest: Manifest) -> None:
    """Give the throwaway's Auth the columns that the project's own has beyond it: a newer Auth is no failed drill."""
    types = {table.name: dict(zip(table.columns, table.types, strict=True)) for table in manifest.tables}
    with psycopg.connect(throwaway.url) as connection:
        missing = {table: columns for table, columns in lacking(connection, manifest).items() if table[:5] == "auth."}
    for table, columns in missing.items():
        for column in columns:
            of_type = types[table][column]
            plain = "text" if of_type.startswith("auth.") else of_type
            throwaway.execute(f'alter table {table} add column "{column}" {plain}')
