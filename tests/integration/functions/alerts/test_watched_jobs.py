"""masterclass.watched_jobs: how often each job has failed since it last succeeded, and how long ago that was."""

from tests.integration.functions.scene import Scene


def test_failures_since_the_last_success(scene: Scene) -> None:
    """Failures before a success count no more; a run that never ended counts as one after an hour."""
    ask = scene.ask
    for job, state, ago in (
        ("a", "failed", 30),
        ("a", "succeeded", 20),
        ("a", "failed", 10),
        ("a", "running", 2),
        ("b", "failed", 5),
        ("c", "running", 0),
    ):
        ask(
            "insert into masterclass.job_runs (job, state, started_at, finished_at)"
            " select %s, %s::text, at, case when %s = 'running' then null else at end"
            "   from (select now() - make_interval(hours => %s) as at) as m",
            job,
            state,
            state,
            ago,
        )
    found = {job["name"]: (job["failures"], round(job["hours"])) for job in ask("select masterclass.watched_jobs()")}
    assert found == {"a": (2, 20), "b": (1, 5), "c": (0, 0)}
