"""Making the owner's figures: nightly, when an owner asks, and the first time that anybody looks."""

import time

from shared.database import JOBS, one_trip
from shared.owner import queries
from shared.owner.tables import document

FIGURES_MILLISECONDS = 25_000
# Whoever asks within a minute of the last time reads what that made: two presses do the work once.
FRESH_SECONDS = 60.0


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
    """Make the figures anew unless they are younger than a minute; return whether they were made."""
    age = queries.select_report_age(one_trip(JOBS))
    if age is not None and age < FRESH_SECONDS:
        return False
    make_report()
    return True
