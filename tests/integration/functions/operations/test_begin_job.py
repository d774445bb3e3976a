"""masterclass.begin_job: two starts in a minute do the work once."""

import pytest

from tests.integration.functions.scene import Scene

BEGIN = "select masterclass.begin_job('sweep', '1 minute', '10 minutes')"
RUN = """
insert into masterclass.job_runs (job, state, started_at, finished_at) values ('sweep', %s, now() - %s::interval, %s)
"""


def test_not_beside_one_that_is_under_way(scene: Scene) -> None:
    """The second start is told of the first; another job is another."""
    assert scene.ask(BEGIN)["run"] is not None
    said = scene.ask(BEGIN)
    assert (said["run"], said["state"]) == (None, "running")
    assert scene.ask(BEGIN.replace("sweep", "watch"))["run"] is not None


@pytest.mark.parametrize(
    ("state", "ago", "begins"),
    [
        ("succeeded", "30 seconds", False),
        ("succeeded", "2 minutes", True),
        ("failed", "30 seconds", True),
        ("running", "5 minutes", False),
        ("running", "11 minutes", True),
    ],
)
def test_what_keeps_it_waiting(scene: Scene, state: str, ago: str, begins: bool) -> None:
    """A success of just now, or a run that still lives; neither a failure nor one that was killed."""
    scene.ask(RUN, state, ago, None if state == "running" else "now")
    assert (scene.ask(BEGIN)["run"] is not None) is begins
