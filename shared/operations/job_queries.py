"""The statements about runs of jobs; the jobs role executes them."""

import json
from collections.abc import Mapping
from typing import Any

from shared.database import Executor


def begin_job(
    connection: Executor, job: str, pause_seconds: int, longest_seconds: int, token_digest: bytes | None = None
) -> Mapping[str, Any]:
    """Begin a run; return {"run": id}, or {"run": None, "began_at", "state", "detail"} of the one that did the work."""
    return connection.execute(
        """
        select masterclass.begin_job(%(job)s, make_interval(secs => %(pause)s), make_interval(secs => %(longest)s),
                                     %(token)s)
        """,
        {"job": job, "pause": pause_seconds, "longest": longest_seconds, "token": token_digest},
    ).value()


def take_job(connection: Executor, token_digest: bytes) -> Mapping[str, Any] | None:
    """Take the run that the token belongs to; return {"run", "job"}, None for a token that is wrong or was used."""
    return connection.execute("select masterclass.take_job(%(token)s)", {"token": token_digest}).value()


def end_job(connection: Executor, run: int, state: str, detail: Mapping[str, object]) -> None:
    """Write what came of a run."""
    connection.execute(
        "select masterclass.end_job(%(run)s, %(state)s, %(detail)s::jsonb)",
        {"run": run, "state": state, "detail": json.dumps(detail)},
    )


def select_run(connection: Executor, run: int) -> tuple[str, Mapping[str, Any]]:
    """Return the state of a run and what it said."""
    row = connection.execute(
        "select state, coalesce(detail, '{}') from masterclass.job_runs where id = %(run)s", {"run": run}
    ).fetchone()
    return (row[0], row[1]) if row else ("failed", {})
