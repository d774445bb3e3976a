"""Housekeeping: a run removes what is past its time, and one that runs out of time leaves the rest to the next."""

import itertools

import pytest

import functions.housekeeping
from shared.operations import housekeeping
from shared.operations.housekeeping import keep_house
from tests.support.databases import Database
from tests.support.events import call


@pytest.fixture(autouse=True)
def old_events(functions: Database) -> None:
    """Ten webhook events from long ago, and no run yet."""
    functions.execute(
        "delete from masterclass.job_runs;"
        "insert into masterclass.webhook_events (source, id, type, outcome, received_at)"
        " select 'stripe', n::text, 'x', 'applied', now() - interval '1 year' from generate_series(1, 10) as n"
        "     on conflict do nothing"
    )


def test_the_job_removes_and_finds_nothing_the_second_time() -> None:
    """The function answers what went; a start in the same minute is told of it, and does nothing."""
    first = call(functions.housekeeping.handler, "POST", "/housekeeping")
    assert (first.json["records"], first.json["finished"]) == (10, True)
    again = call(functions.housekeeping.handler, "POST", "/housekeeping")
    assert again.json["skipped"]["detail"] == first.json
    assert keep_house().records == 0


def test_a_run_out_of_time_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that have time for little each remove some, and in the end everything is gone, once."""
    monkeypatch.setattr(housekeeping, "MOST_ROWS", 4)
    runs = [keep_house(seconds=2, clock=itertools.count().__next__) for _ in range(12)]
    assert runs[0].finished is False
    assert sum(run.records for run in runs) == 10
