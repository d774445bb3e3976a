"""Making the owner's figures: nightly, when an owner asks, and the first time that anybody looks."""

import time

from shared.database import JOBS, one_trip
from shared.operations.jobs import run_job
from shared.owner import queries
from shared.owner.tables import document

FIGURES_MILLISECONDS = 25_000
JOB = "nightly-figures"


def make_report() -> float:
    """Make and keep the figures, whoever needs help first; return the seconds that it took."""
    started = time.perf_counter()
    jobs = one_trip(JOBS, statement_milliseconds=FIGURES_MILLISECONDS)
    queries.find_members_in_need(jobs)
    made = document(queries.select_figures(jobs))
    seconds = time.perf_counter() - started
    queries.keep_report(jobs, made, seconds)
    return seconds


def refresh_report() -> bool:
    """Make the figures anew, unless that is under way or was done within a minute; return whether it was done here."""
    return "skipped" not in run_job(JOB, lambda: {"seconds": round(make_report(), 1)})
