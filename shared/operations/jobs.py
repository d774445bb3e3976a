"""Which scheduled jobs there are, and one way to run each: recorded, and once however often it is started."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol, cast, runtime_checkable

from shared.database import JOBS as JOBS_ROLE
from shared.database import one_trip
from shared.operations import job_queries
from shared.problems import NotFound, Problem


@runtime_checkable
class Named(Protocol):
    """A named tuple."""

    def _asdict(self) -> dict[str, object]: ...


HOUR_SECONDS = 3600
DAY_SECONDS = 24 * HOUR_SECONDS


class Job(NamedTuple):
    """How a job runs: `work` is its module and function, for the command line.

    `every_seconds` is how often its schedule (netlify/functions/<name>.mjs) starts it; a start within `pause_seconds`
    of one that succeeded finds the work done; what has not ended after `longest_seconds` was killed. With
    `in_background` the schedule only starts it, and the work has fifteen minutes (background.py).
    """

    work: str
    every_seconds: int
    pause_seconds: int = 60
    longest_seconds: int = 90
    in_background: bool = False


# Every job that the platform knows, by the name of its function.
JOBS: Mapping[str, Job] = {
    # Its work keeps its own place and is harmless however often: an operator who waits for Stripe presses it again.
    "reconcile-payments": Job("shared.payments.reconcile:reconcile", HOUR_SECONDS, pause_seconds=0),
    "nightly-backup": Job(
        "shared.operations.backups.nightly:back_up", DAY_SECONDS, longest_seconds=16 * 60, in_background=True
    ),
    "housekeeping": Job("shared.operations.housekeeping:keep_house", DAY_SECONDS),
    "verify-backups": Job(
        "shared.operations.backups.nightly:verify_all", 7 * DAY_SECONDS, longest_seconds=16 * 60, in_background=True
    ),
    "nightly-figures": Job("shared.owner.nightly:make_nightly", DAY_SECONDS),
    # It keeps no run of its own (its heartbeat says that it runs): five minutes would be most of the rows.
    "watch": Job("shared.alerts.watch:watch", 300, pause_seconds=0),
}


def run_job(name: str, work: Callable[[], Mapping[str, object]]) -> Mapping[str, object]:
    """Run `work` as a run of the job `name` and return what it returned; what it raises is written down and raised.

    Where the work is being done or has just been done, it is not done again: then `skipped` says so, with that run's
    moment, state and outcome.
    """
    job = job_of(name)
    begun = job_queries.begin_job(one_trip(JOBS_ROLE), name, job.pause_seconds, job.longest_seconds)
    if begun["run"] is None:
        return skipped(begun)
    return recorded(begun["run"], work)


def recorded(run: int, work: Callable[[], Mapping[str, object]]) -> Mapping[str, object]:
    """Do `work` and write what came of it into the run that has begun; return what it returned, or raise."""
    try:
        outcome = work()
    except BaseException as failure:
        job_queries.end_job(one_trip(JOBS_ROLE), run, "failed", {"says": sentence(failure)})
        raise
    job_queries.end_job(one_trip(JOBS_ROLE), run, "succeeded", outcome)
    return outcome


def members(outcome: object) -> Mapping[str, object]:
    """Return what a job's work answered as members, whether it is a mapping or a named tuple."""
    return outcome._asdict() if isinstance(outcome, Named) else cast("Mapping[str, object]", outcome)  # pyright: ignore[reportPrivateUsage] (a named tuple's own, public name)


def skipped(begun: Mapping[str, object]) -> Mapping[str, object]:
    """Return the answer of a start that found the work under way or done."""
    return {"skipped": {name: begun[name] for name in ("began_at", "state", "detail")}}


def job_of(name: str) -> Job:
    """Return the job `name`; NotFound, which lists them, for another."""
    if name not in JOBS:
        raise NotFound(f"There is no job {name[:60]!r}; there are {', '.join(sorted(JOBS))}.")
    return JOBS[name]


def sentence(failure: BaseException) -> str:
    """Say what failed without quoting anybody: a problem's own words, of anything else its kind alone."""
    if isinstance(failure, Problem):
        return " ".join(part for part in (failure.title + ".", failure.detail) if part)
    return f"{type(failure).__name__}."
