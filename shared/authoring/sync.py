"""`course sync`: the database, the site's media and the object store brought to what the files say."""

from pathlib import Path

import psycopg

from shared import settings
from shared.authoring import sync_queries as sql
from shared.authoring.assets import Asset
from shared.authoring.changes import Present, changes_to
from shared.authoring.load import Course
from shared.authoring.publish import publish, withdraw
from shared.authoring.regrade import regraded
from shared.authoring.store import is_stored, upload
from shared.problems import Unavailable

CONNECT_SECONDS = 10


class CourseNotSynced(Unavailable):
    """The course could not be written to the database."""


def sync(course: Course, site: Path, *, dry_run: bool = False) -> list[str]:
    """Bring everything to `course` and return what was (or, on a dry run, would be) done; nothing: no change.

    Media go first: a page never names a picture that is not there yet. The rows follow in one transaction, and
    what nothing names any more goes last.
    """
    done = [*publish(course, site, dry_run=dry_run), *_store(course, dry_run=dry_run)]
    try:
        done += write_rows(course, dry_run=dry_run)
    except psycopg.Error as failure:
        said = failure.diag.message_primary or str(failure).partition("\n")[0] or type(failure).__name__
        raise CourseNotSynced(f"Postgres says: {said}.") from failure
    return done + withdraw(course, site, dry_run=dry_run)


def _store(course: Course, *, dry_run: bool) -> list[str]:
    """Upload the paid media that the store does not hold, each once."""
    paid = {asset.object_key: asset for asset in _paid(course)}
    if not paid:
        return []
    store = settings.media_store()
    missing = [asset for asset in paid.values() if not is_stored(store, asset)]
    if not dry_run:
        for asset in missing:
            upload(store, asset)
    return [f"upload {asset.path} as {asset.object_key}" for asset in missing]


def _paid(course: Course) -> list[Asset]:
    return [asset for module in course.modules for asset in module.assets if not asset.is_public]


def write_rows(course: Course, *, dry_run: bool) -> list[str]:
    """Compare and write under one lock, so that two syncs at once do not both add the same.

    A dry run writes too, asks the database whose attempts the new keys would grade otherwise, and rolls back.
    """
    url = settings.require("MIGRATION_DATABASE_URL")
    with psycopg.connect(url, connect_timeout=CONNECT_SECONDS, prepare_threshold=None) as connection:
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
    )
