"""masterclass.take_job: the background half of a run, by its token."""

from tests.integration.functions.scene import Scene

TAKE = "select masterclass.take_job(sha256(%s))"


def test_once_and_only_by_its_token(scene: Scene) -> None:
    """The right token begins it once; a wrong one, a used one, and one of a run that has ended begin nothing."""
    begin = "select masterclass.begin_job('backup', '1 minute', '10 minutes', sha256('token')) -> 'run'"
    run = scene.ask(begin)
    assert scene.ask(TAKE, b"another") is None
    assert [scene.ask(TAKE, b"token") for _ in range(2)] == [{"run": run, "job": "backup"}, None]
    scene.ask("update masterclass.job_runs set taken_at = null")
    scene.ask("select masterclass.end_job(%s, 'succeeded', '{}')", run)
    assert scene.ask(TAKE, b"token") is None
