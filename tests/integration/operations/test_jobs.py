"""Runs of jobs: recorded from start to outcome, once however often they are started."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import psycopg
import pytest

from shared.__main__ import main
from shared.database import JOBS as JOBS_ROLE
from shared.database import one_trip
from shared.operations import background, job_queries, jobs
from shared.operations.jobs import Job, run_job
from shared.problems import NotFound, Unavailable
from tests.support.databases import Database
from tests.support.instances import at_once

pytestmark = pytest.mark.usefixtures("known", "functions")


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    """A job `sweep` beside the platform's own, and no runs yet."""
    monkeypatch.setattr(jobs, "JOBS", {**jobs.JOBS, "sweep": Job("tests:none", 3600)})
    database.execute("delete from masterclass.job_runs")


def runs(database: Database) -> list[tuple[Any, ...]]:
    """Return every run: job, state, what it said."""
    with psycopg.connect(database.url("postgres")) as connection:
        return connection.execute("select job, state, detail from masterclass.job_runs order by id").fetchall()


def test_a_run_is_recorded_with_what_it_answered(database: Database) -> None:
    """What the work answers stands in its run."""
    assert run_job("sweep", lambda: {"swept": 3}) == {"swept": 3}
    assert runs(database) == [("sweep", "succeeded", {"swept": 3})]


def test_a_failure_is_recorded_without_quoting_anybody(database: Database) -> None:
    """A problem's own sentence is kept; of any other failure only its kind, because a message may quote a person."""
    with pytest.raises(Unavailable):
        run_job("sweep", lambda: _raise(Unavailable("The store is away.")))
    with pytest.raises(ValueError, match="ann"):
        run_job("sweep", lambda: _raise(ValueError("ann@example.com")))
    assert [state for _, state, _ in runs(database)] == ["failed", "failed"]
    assert [detail["says"] for _, _, detail in runs(database)] == [
        "This cannot be answered right now. The store is away.",
        "ValueError.",
    ]


def test_two_starts_in_a_minute_do_the_work_once(database: Database) -> None:
    """Of starts at the same moment and of a later one in the same minute, one does the work; the others are told."""
    done: list[int] = []

    def work() -> Mapping[str, object]:
        done.append(1)
        return {"swept": 1}

    answers = at_once(6, lambda _: run_job("sweep", work))
    late = run_job("sweep", work)
    assert len(done) == len(runs(database)) == 1
    assert sum("skipped" in answer for answer in answers) == 5
    assert late["skipped"]["state"] == "succeeded"  # pyright: ignore[reportIndexIssue]
    assert late["skipped"]["detail"] == {"swept": 1}  # pyright: ignore[reportIndexIssue]


def test_a_minute_later_it_is_done_again(database: Database) -> None:
    """A start after the pause is a run of its own, and so is one after a run that failed."""
    run_job("sweep", dict)
    database.execute("update masterclass.job_runs set started_at = now() - interval '61 seconds'")
    with pytest.raises(Unavailable):
        run_job("sweep", lambda: _raise(Unavailable()))
    assert run_job("sweep", lambda: {"again": 1}) == {"again": 1}


def test_a_run_that_was_killed_keeps_nobody_waiting(database: Database) -> None:
    """A run that has outlived its time is written down as failed, and the next start works."""
    job_queries.begin_job(one_trip(JOBS_ROLE), "sweep", 60, 90)
    assert "skipped" in run_job("sweep", dict)
    database.execute("update masterclass.job_runs set started_at = now() - interval '91 seconds'")
    assert run_job("sweep", lambda: {"swept": 0}) == {"swept": 0}
    assert runs(database)[0] == ("sweep", "failed", {"says": "It ended without a word."})


def test_a_token_lets_its_run_begin_once() -> None:
    """Nothing starts for a token that is absent, wrong or used."""
    works = {"sweep": lambda: {"swept": 2}}
    job_queries.begin_job(one_trip(JOBS_ROLE), "sweep", 60, 90, hashlib.sha256(b"right").digest())
    for token in ("", "wrong"):
        with pytest.raises(NotFound):
            background.carry_out(token, works)
    assert background.carry_out("right", works) == {"swept": 2}
    with pytest.raises(NotFound):
        background.carry_out("right", works)


def test_the_command_runs_a_job(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`job NAME` prints name, state, seconds and outcome; 1 when it failed, 2 for a name that is none."""
    del database
    monkeypatch.setattr("shared.payments.reconcile.reconcile", lambda: {"events_seen": 0})
    assert main(["job", "reconcile-payments"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["job"], said["state"], said["detail"]) == ("reconcile-payments", "succeeded", {"events_seen": 0})
    monkeypatch.setattr("shared.payments.reconcile.reconcile", lambda: _raise(Unavailable()))
    assert main(["job", "reconcile-payments"]) == 1
    assert json.loads(capsys.readouterr().out)["state"] == "failed"
    with pytest.raises(SystemExit) as wrong:
        main(["job", "nothing"])
    assert wrong.value.code == 2


def test_only_known_jobs_run() -> None:
    """A name that is no job is refused with the names that are."""
    with pytest.raises(NotFound, match="reconcile-payments"):
        run_job("nothing", dict)


def _raise(failure: Exception) -> Mapping[str, object]:
    raise failure
