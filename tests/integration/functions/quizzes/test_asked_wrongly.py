"""masterclass.asked_wrongly: whether an attempt asked a question whose key was corrected since."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.asked_wrongly(a) from masterclass.quiz_attempts as a"


def test_a_corrected_key_and_not_a_new_wording(scene: Scene) -> None:
    """Better words wrong nobody, another answer does; nothing can be said of a question that was withdrawn."""
    _, questions = scene.quiz("first", "second")
    scene.attempt(scene.member(), questions, "a", "b")
    assert scene.ask(ASKED) is False
    reworded = scene.corrected(questions[0], "a", question="Better words")
    assert scene.ask(ASKED) is False
    scene.ask("update masterclass.quiz_questions set retired_at = now() where id = %s", questions[1])
    assert scene.ask(ASKED) is False
    scene.corrected(reworded, "c")
    assert scene.ask(ASKED) is True
