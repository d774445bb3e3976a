"""Owner: the figures of a full course are what a second, slow definition says, find planted faults, and are quick."""

import time
from collections.abc import Sequence
from typing import Any

import psycopg

from functions import owner
from shared.database import JOBS, one_trip
from shared.owner import queries
from shared.owner.make_report import make_report
from tests.prove.owning.differences import differences
from tests.prove.owning.slow import Slow
from tests.prove.proof import Outcome, Proof
from tests.prove.world import World, world
from tests.support.courses import load_rows
from tests.support.crowd import Crowd, Fault
from tests.support.databases import ROOT
from tests.support.events import call

LONGEST_REFRESH_SECONDS = 30.0
LONGEST_PAGE_MILLISECONDS = 150.0
READS = 21


def figures(size: int, seed: int) -> Outcome:
    """Let `size` members live through a year, and compare every figure of it; measure refresh and page."""
    with world() as made:
        load_rows(made.database, ROOT / "sql" / "course")
        with psycopg.connect(made.database.url("supabase_admin"), autocommit=True) as connection:
            faults = Crowd(connection, size, seed).settle()
            answers = connection.execute("select count(*) from masterclass.quiz_responses").fetchall()[0][0]
            slow = Slow(connection).figures()
        refresh = make_report()
        fast = queries.select_figures(one_trip(JOBS, statement_milliseconds=60_000))
        wrong = [line for name in slow for line in differences(fast[name], slow[name], name)]
        milliseconds, report = _page(made)
    wrong += _unflagged(report, faults)
    if refresh > LONGEST_REFRESH_SECONDS:
        wrong.append(f"refresh took {refresh:.1f} s")
    if milliseconds > LONGEST_PAGE_MILLISECONDS:
        wrong.append(f"the page took {milliseconds:.0f} ms")
    says = f"{answers:,} answers, refresh {refresh:.1f} s, page {milliseconds:.0f} ms"
    return Outcome(size, len(wrong), "; ".join([says, *wrong[:3]]))


def _page(made: World) -> tuple[float, Any]:
    """Return the median time of reading the report over HTTP's own handler, and the report."""
    member = made.member()
    queries.appoint(one_trip(JOBS), member.email, "cli:proof", "a proof")
    times, report = list[float](), None
    for _ in range(READS):
        started = time.perf_counter()
        answer = call(owner.handler, "GET", "/owner/report", token=member.token)
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status == 200, answer.body[:200]
        report = answer.json
    return sorted(times)[READS // 2], report


def _unflagged(report: Any, faults: Sequence[Fault]) -> list[str]:
    """Return each planted fault that the report does not name in its words."""
    said = {(row["module"], row["key"]): row["look"] for row in report["questions"]["rows"]}
    return [
        f"{fault.key} is not flagged: {said.get(fault[:2])!r}"
        for fault in faults
        if fault.says not in said.get(fault[:2], "")
    ]


PROOFS = [
    Proof(
        "owner-figures",
        "each figure of 12,000 members equals a slow definition; planted faults are flagged; < 30 s, < 150 ms",
        12_000,
        60,
        figures,
    ),
]
