"""masterclass.reader_attempt: one attempt of the reader's."""

import uuid

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_attempt('budget', %s)"


def test_as_it_was_asked_and_answered(scene: Scene) -> None:
    """Questions, own answers and what was said, as on that day."""
    reader = scene.signed_in()
    _, questions = scene.quiz("first", "second")
    attempt = scene.attempt(reader, questions, "a", "b")
    scene.corrected(questions[0], "b")
    said = scene.ask(ASKED, attempt)
    assert [question["question"] for question in said["questions"]] == ["first", "second"]
    assert [answer["chosen"] for answer in said["answers"]] == [["a"], ["b"]]
    assert [answer["correct"] for answer in said["feedback"]] == [True, False]
    assert len(said["corrections"]) == 1


def test_nobody_elses(scene: Scene) -> None:
    """Another's attempt, and one that is none, are the same."""
    _, questions = scene.quiz("first")
    others = scene.attempt(scene.member("bob"), questions, "a")
    scene.signed_in()
    assert [scene.refusal(ASKED, attempt)[0] for attempt in (others, uuid.uuid4())] == ["MC404", "MC404"]
