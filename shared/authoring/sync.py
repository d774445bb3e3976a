"""`course sync`: the database, the site's media and the object store brought to what the files say."""

import contextlib
from collections.abc import Generator
from pathlib import Path

import psycopg

from shared import environment, settings
from shared.authoring import sync_queries as sql
from shared.authoring.assets import Asset
from shared.authoring.changes import changes_to
from shared.authoring.load import Course
from shared.authoring.present import Present
from shared.authoring.publish import publish, withdraw
from shared.authoring.regrade import regrade, regraded
from shared.authoring.store import missing, unnamed, upload
from shared.operations.gateway import Store
from shared.problems import Unavailable

CONNECT_SECONDS = 10


class CourseNotSynced(Unavailable):
    """The course could not be compared with the database."""


def sync(course: Course, site: Path, *, dry_run: bool = False) -> list[str]:
    """Bring everything to `course` and return what was (or, on a dry run, would be) done; nothing: no change.

    Media go first: a page never names a picture that is not there yet. The rows follow in one transaction, and
    what nothing names any more goes last.
    """
    done = [*publish(course, site, dry_run=dry_run), *_store(course, dry_run=dry_run)]
    with _in_a_sentence():
        done += write_rows(course, dry_run=dry_run)
    return done + withdraw(course, site, dry_run=dry_run)


def _store(course: Course, *, dry_run: bool) -> list[str]:
    """Upload the paid media that the store does not hold, each once."""
    paid = {asset.object_key: asset for asset in _paid(course)}
    if not paid:
        return []
    store = Store(settings.media_store())
    wanted = missing(store, list(paid.values()))
    if not dry_run:
        for asset in wanted:
            upload(store, asset)
    return [f"upload {asset.path} as {asset.object_key}" for asset in wanted]


def unnamed_media(course: Course) -> list[tuple[str, int]]:
    """Return key and size in bytes of every stored medium that neither the course nor the database names."""
    named = {asset.object_key for asset in _paid(course)}
    with _in_a_sentence(), _connection() as connection:
        named |= {row["object_key"] for row in sql.rows(connection, sql.SELECT_MEDIA) if row["object_key"]}
    return unnamed(Store(settings.media_store()), named)


def _paid(course: Course) -> list[Asset]:
    return [asset for module in course.modules for asset in module.assets if not asset.is_public]


def write_rows(course: Course, *, dry_run: bool) -> list[str]:
    """Compare and write under one lock, so that two syncs at once do not both add the same.

    A dry run writes too, asks the database whose attempts the new keys would grade otherwise, and rolls back.
    """
    with _connection() as connection:
        connection.execute(sql.LOCK)
        changes = changes_to(course, _present(connection))
        for change in changes:
            sql.write(connection, change.statement, change.values)
        said = [change.says for change in changes]
        if dry_run:
            said += regraded(connection)
            connection.rollback()
        elif changes:
            connection.execute(sql.COMPLETE_MODULES)
    return said


def progress_at_stake(course: Course) -> list[str]:
    """Return which renames and retirements meet members' progress; nothing is written."""
    with _in_a_sentence(), _connection() as connection:
        changes = changes_to(course, _present(connection))
        connection.rollback()
    return [change.says for change in changes if " progress there, " in change.says]


def regrade_attempts(*, apply: bool) -> list[str]:
    """Return whom corrected keys affect and whom they raised before; with `apply` raise them, and lower nobody."""
    with _in_a_sentence(), _connection() as connection:
        connection.execute(sql.LOCK)
        return regrade(connection, apply=apply)


def _connection() -> psycopg.Connection:
    url = environment.require("MIGRATION_DATABASE_URL")
    return psycopg.connect(url, connect_timeout=CONNECT_SECONDS, prepare_threshold=None)


@contextlib.contextmanager
def _in_a_sentence() -> Generator[None]:
    try:
        yield
    except psycopg.Error as failure:
        said = failure.diag.message_primary or str(failure).partition("\n")[0] or type(failure).__name__
        raise CourseNotSynced(f"Postgres says: {said}.") from failure


def _present(connection: psycopg.Connection) -> Present:
    return Present(
        course=sql.rows(connection, sql.SELECT_COURSE),
        facts=sql.rows(connection, sql.SELECT_FACTS),
        modules=sql.rows(connection, sql.SELECT_MODULES),
        blocks=sql.rows(connection, sql.SELECT_BLOCKS),
        media=sql.rows(connection, sql.SELECT_MEDIA),
        questions=sql.rows(connection, sql.SELECT_QUESTIONS),
        cases=sql.rows(connection, sql.SELECT_CASES),
        tools=sql.rows(connection, sql.SELECT_TOOLS),
        members_at={row["id"]: int(row["members"]) for row in sql.rows(connection, sql.SELECT_BLOCK_PROGRESS)},
        medians={str(row["kind"]): int(row["seconds"]) for row in sql.rows(connection, sql.SELECT_MEDIANS)},
    )
