"""masterclass.reader_quiz: the questions, for whoever takes the quiz."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_quiz('budget', %s)"


def asked(quiz: dict[str, list[dict[str, str]]]) -> list[str]:
    """The words of a quiz's questions."""
    return [question["question"] for question in quiz["questions"]]


def test_as_they_are_or_as_the_open_attempt_asked_them(scene: Scene) -> None:
    """An edit of the course changes no attempt that has begun."""
    reader = scene.signed_in()
    _, questions = scene.quiz("first", "second")
    attempt = scene.attempt(reader, questions, "a")
    scene.corrected(questions[1], "b", question="edited", position=1)
    quiz = scene.ask(ASKED, False)
    assert asked(quiz) == ["first", "second"]
    assert (quiz["attempt"]["attempt_id"], quiz["attempt"]["answered"]) == (str(attempt), 1)
    scene.ask("delete from masterclass.quiz_attempts")
    assert asked(scene.ask(ASKED, False)) == ["first", "edited"]


def test_what_was_missed(scene: Scene) -> None:
    """Of the newest completed attempt, as it is asked and graded today."""
    reader = scene.signed_in()
    _, questions = scene.quiz("first", "second", "third")
    scene.attempt(reader, questions, "a", "b", "b")
    assert asked(scene.ask(ASKED, True)) == ["second", "third"]
    scene.corrected(questions[1], "b")
    assert asked(scene.ask(ASKED, True)) == ["third"]


def test_a_module_without_questions(scene: Scene) -> None:
    """There is no quiz."""
    scene.signed_in()
    scene.module()
    assert scene.refusal(ASKED, False)[0] == "MC404"
