"""masterclass.practise_quiz: answers that are graded and not kept."""

import json
import uuid

from tests.integration.functions.scene import Scene

PRACTISE = "select masterclass.practise_quiz('budget', %s, %s)"


def answers(**picks: object) -> str:
    """An answer, as a request has it."""
    return json.dumps([{"question_id": str(question), "chosen": [pick]} for pick, question in picks.items()])


def test_graded_as_asked_today(scene: Scene) -> None:
    """What was met may be practiced, in its newest version, and nothing is kept."""
    reader = scene.signed_in()
    _, (first,) = scene.quiz("first")
    scene.attempt(reader, [first], "a")
    successor = scene.corrected(first, "b")
    said = scene.ask(PRACTISE, uuid.uuid4(), answers(b=successor))
    assert [answer["correct"] for answer in said["feedback"]] == [True]
    assert (said["completed"], said["score_percent"]) == (False, None)
    assert scene.ask("select count(*) from masterclass.quiz_responses") == 1


def test_what_was_not_met_is_refused(scene: Scene) -> None:
    """An open attempt is no way to the key: only completed ones count as met."""
    reader = scene.signed_in()
    _, (first, second) = scene.quiz("first", "second")
    scene.attempt(reader, [first, second], "a")
    assert scene.refusal(PRACTISE, uuid.uuid4(), answers(a=first))[0] == "MC422"
