"""Jobs that take minutes: the schedule stores a run and the hash of a single-use token, and calls the background half.

`backup-background` has a public address. Nothing starts there without a token that a run is waiting for, and each is
good once: the platform, which calls a background function again when it failed, finds the run taken.
"""

import hashlib
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException

from shared import settings
from shared.database import JOBS as JOBS_ROLE
from shared.database import one_trip
from shared.deadline import within
from shared.operations import job_queries
from shared.operations.jobs import job_of, recorded, sentence, skipped
from shared.problems import NotFound, Problem, Unavailable

ADDRESS = "/.netlify/functions/backup-background"
CALL_SECONDS = 8.0
# Of a scheduled function's thirty seconds; a small shop's backup is done by then, and whoever started it is told.
WAIT_SECONDS = 15.0
LOOK_SECONDS = 0.5

Works = Mapping[str, Callable[[], Mapping[str, object]]]


class BackgroundUnreachable(Unavailable):
    """The background half of the job could not be called."""


class JobFailed(Problem):
    """The job failed."""


def start(name: str) -> Mapping[str, object]:
    """Start the job `name` in the background; return its outcome, or {"started": run} where that takes longer.

    Raises BackgroundUnreachable and JobFailed.
    """
    token, job = secrets.token_urlsafe(32), job_of(name)
    begun = job_queries.begin_job(one_trip(JOBS_ROLE), name, job.pause_seconds, job.longest_seconds, _digest(token))
    if begun["run"] is None:
        return skipped(begun)
    try:
        within(CALL_SECONDS, lambda: _call(token))
    except (OSError, HTTPException, ValueError) as failure:
        unreachable = BackgroundUnreachable(f"{ADDRESS} at SITE_URL did not take it: {_said(failure)}.")
        job_queries.end_job(one_trip(JOBS_ROLE), begun["run"], "failed", {"says": sentence(unreachable)})
        raise unreachable from failure
    return _outcome(begun["run"])


def carry_out(token: str, works: Works) -> Mapping[str, object]:
    """Do the work of the run that `token` belongs to, and record it; raises NotFound where there is no such run."""
    taken = job_queries.take_job(one_trip(JOBS_ROLE), _digest(token))
    if taken is None or taken["job"] not in works:
        raise NotFound
    return recorded(taken["run"], works[taken["job"]])


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _call(token: str) -> None:
    request = urllib.request.Request(  # noqa: S310 (our own setting)
        settings.site().url + ADDRESS, b"", {"authorization": f"Bearer {token}"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=CALL_SECONDS):  # noqa: S310
        pass


def _said(failure: Exception) -> str:
    return f"HTTP {failure.code}" if isinstance(failure, urllib.error.HTTPError) else type(failure).__name__


def _outcome(run: int) -> Mapping[str, object]:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
        state, detail = job_queries.select_run(one_trip(JOBS_ROLE), run)
        if state == "failed":
            raise JobFailed(str(detail.get("says", "")))
        if state == "succeeded":
            return detail
    return {"started": run}
