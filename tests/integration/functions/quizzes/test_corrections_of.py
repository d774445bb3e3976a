"""masterclass.corrections_of: an attempt's questions whose key was corrected since."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.corrections_of(a) from masterclass.quiz_attempts as a"


def test_the_successor_and_what_is_said_today(scene: Scene) -> None:
    """Each answered one with its next version and what the answer is worth under it."""
    _, questions = scene.quiz("first", "second")
    scene.attempt(scene.member(), questions, "b", "a")
    assert scene.ask(ASKED) == []
    successor = scene.corrected(questions[0], "b")
    (correction,) = scene.ask(ASKED)
    assert correction["question_id"] == str(questions[0])
    assert correction["question"]["id"] == str(successor)
    assert (correction["feedback"]["correct"], correction["feedback"]["correct_options"]) == (True, ["b"])


def test_an_open_attempt_is_told_nothing(scene: Scene) -> None:
    """Before it is finished nobody learns an answer from a correction."""
    _, questions = scene.quiz("first", "second")
    scene.attempt(scene.member(), questions, "b")
    scene.corrected(questions[0], "b")
    assert scene.ask(ASKED) == []
