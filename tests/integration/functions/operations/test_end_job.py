"""masterclass.end_job: what came of a run."""

from tests.integration.functions.scene import Scene

END = "select masterclass.end_job(%s, %s, %s)"


def test_written_once(scene: Scene) -> None:
    """The first ending stands."""
    run = scene.ask("select masterclass.begin_job('sweep', '1 minute', '10 minutes') -> 'run'")
    scene.ask(END, run, "failed", '{"says": "No."}')
    scene.ask(END, run, "succeeded", "{}")
    kept = "select state, detail, finished_at is not null as ended from masterclass.job_runs"
    assert scene.row(kept) == ["failed", {"says": "No."}, True]
