"""masterclass.attempt_summary: an attempt in a line."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.attempt_summary(a) from masterclass.quiz_attempts as a"


def test_how_far_and_with_which_score(scene: Scene) -> None:
    """An open one has no score, and nobody has passed it yet."""
    _, questions = scene.quiz("first", "second")
    scene.attempt(scene.member(), questions, "a")
    said = scene.ask(ASKED)
    assert (said["answered"], said["total"], said["score_percent"], said["passed"]) == (1, 2, None, None)
    scene.ask("update masterclass.quiz_attempts set completed_at = now(), score_percent = 70")
    assert scene.ask(ASKED)["passed"] is True
