"""masterclass.answer_faults: the faults of several answers, each with its place."""

import json
import uuid

from tests.integration.functions.scene import Scene


def test_each_with_its_place(scene: Scene) -> None:
    """A question of another attempt, one twice, an option that is none; what fits is not there."""
    _, (first, second, third) = scene.quiz("first", "second", "third")
    answers = [(first, "a"), (uuid.uuid4(), "a"), (second, "a"), (second, "b"), (third, "z")]
    given = json.dumps([{"question_id": str(question), "chosen": [pick]} for question, pick in answers])
    faults = scene.ask("select masterclass.answer_faults(%s, %s)", given, [first, second, third])
    assert [(fault["pointer"], fault["detail"]) for fault in faults] == [
        ("/answers/1/question_id", "not a question of this attempt"),
        ("/answers/2/question_id", "each question once"),
        ("/answers/3/question_id", "each question once"),
        ("/answers/4/chosen", "options of this question"),
    ]
