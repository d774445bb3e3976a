"""Whether everything stands that answers need, as application/health+json (draft-inadarei-api-health-check-06)."""

import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import psycopg

from shared import settings
from shared.alerts import queries
from shared.alerts.catalog import BACKUP_HOURS
from shared.database import JOBS, DatabaseUnavailable, one_read
from shared.operations.definitions import read_migrations
from shared.operations.history import history_faults, pending_migrations

CONNECT_SECONDS = 3
UNWATCHED_HOURS = 0.25
SECONDS_AN_HOUR = 3600

Figures = Mapping[str, Any]  # as watch_figures() answers; one route of a small function pays for no pydantic
Status = Literal["pass", "warn", "fail"]


class Check(NamedTuple):
    """One check: what was observed of what, whether that is well, and a sentence where it is not."""

    name: str
    status: Status
    value: float | None = None
    unit: str = ""
    says: str = ""


def readiness() -> tuple[bool, Mapping[str, object]]:
    """Return whether no check fails, and the document. A check that could not be made fails."""
    checks = list(_checks())
    failed = any(check.status == "fail" for check in checks)
    worst = "fail" if failed else "warn" if any(check.status == "warn" for check in checks) else "pass"
    moment = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    listed: dict[str, list[Mapping[str, object]]] = {}
    for check in checks:
        listed.setdefault(check.name, []).append(_document(check, moment))
    return not failed, {"status": worst, "description": "readiness of the masterclass", "checks": listed}


def _document(check: Check, moment: str) -> Mapping[str, object]:
    document: dict[str, object] = {"status": check.status, "time": moment}
    if check.value is not None:
        document |= {"observedValue": round(check.value, 3), "observedUnit": check.unit}
    return document | ({"output": check.says} if check.says else {})


def _checks() -> Iterator[Check]:
    started = time.perf_counter()
    try:
        figures = queries.select_figures(one_read(JOBS))
    except DatabaseUnavailable:
        yield Check("database:responseTime", "fail", says="The database cannot be reached.")
        return
    yield Check("database:responseTime", "pass", (time.perf_counter() - started) * 1000, "ms")
    yield _schema()
    yield _backup(figures)
    yield _watched(figures)
    yield Check("stripe:webhookAge", "pass", _seconds(figures["webhook_hours"]), "s")


def _schema() -> Check:
    """The migrations that ran are the ones that this version was built with, letter by letter."""
    expected = read_migrations()
    try:
        with (
            psycopg.connect(
                settings.database().url, autocommit=True, prepare_threshold=None, connect_timeout=CONNECT_SECONDS
            ) as connection,
            connection.transaction(),
        ):
            connection.execute("set local role masterclass_jobs")
            faults = history_faults(connection, expected) + pending_migrations(connection, expected)
    except psycopg.Error:
        return Check("schema:migrations", "fail", says="The record of migrations cannot be read.")
    return Check("schema:migrations", "fail" if faults else "pass", len(expected), "migrations", " ".join(faults))


def _backup(figures: Figures) -> Check:
    """A backup is younger than 26 hours; a new installation has as long for its first."""
    age, grace = figures["backup_hours"], figures["installed_hours"] or 0.0
    if age is None:
        late = grace > BACKUP_HOURS
        return Check("backup:age", "fail" if late else "warn", says="There is no backup yet.")
    says = "The newest backup is too old." if age > BACKUP_HOURS else ""
    return Check("backup:age", "fail" if says else "pass", _seconds(age), "s", says)


def _watched(figures: Figures) -> Check:
    """The watch has looked within a quarter of an hour. Nobody who reads waits for it: it fails nothing."""
    if figures["evaluated_at"] is None:
        return Check("watch:age", "warn", says="The watch has not looked yet.")
    hours = (figures["now"] - figures["evaluated_at"]) / SECONDS_AN_HOUR
    says = "The watch has not looked for a quarter of an hour." if hours > UNWATCHED_HOURS else ""
    return Check("watch:age", "warn" if says else "pass", _seconds(hours), "s", says)


def _seconds(hours: float | None) -> float | None:
    return None if hours is None else hours * SECONDS_AN_HOUR
