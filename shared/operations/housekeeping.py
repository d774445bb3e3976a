"""The daily housekeeping: what has served its time goes, a part at a time, until nothing is left or time runs out."""

import time
from collections.abc import Callable
from typing import NamedTuple

from shared import logs
from shared.database import JOBS, Executor, one_trip
from shared.operations import housekeeping_queries as queries
from shared.operations.backups.erasures import tell_erasures
from shared.problems import Problem

RUN_SECONDS = 20.0  # of a scheduled function's thirty
MOST_ROWS = 2000

Part = Callable[[Executor, int], int]


class Kept(NamedTuple):
    """How much of each kind went; `finished` is False when time ran out, and the next run goes on."""

    records: int
    orders: int
    accounts: int
    trail: int
    passages: int
    erasures_told: int
    finished: bool


def keep_house(seconds: float = RUN_SECONDS, clock: Callable[[], float] = time.monotonic) -> Kept:
    """Remove what has served its time; each part is a transaction of its own, so that a run may end anywhere."""
    until = clock() + seconds
    passages = queries.withhold_overdue_blocks(one_trip(JOBS))
    counts, finished = list[int](), True
    for part in (
        queries.forget_old_records,
        queries.forget_abandoned_orders,
        queries.remove_unconfirmed_accounts,
        queries.forget_old_trail,
    ):
        went, ended = _until_nothing_is_left(part, until, clock)
        counts.append(went)
        finished = finished and ended
    records, orders, accounts, trail = counts
    return Kept(records, orders, accounts, trail, passages, _tell_erasures(), finished)


def _until_nothing_is_left(part: Part, until: float, clock: Callable[[], float]) -> tuple[int, bool]:
    """Repeat `part` while it finds something; return how much went, and whether it came to its end."""
    went = 0
    while clock() < until:
        found = part(one_trip(JOBS), MOST_ROWS)
        went += found
        if not found:
            return went, True
    return went, False


def _tell_erasures() -> int:
    try:
        return tell_erasures()
    except Problem:
        logs.alert("erasure-not-told")  # the nightly backup tells it again
        return 0
