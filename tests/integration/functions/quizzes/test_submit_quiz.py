"""masterclass.submit_quiz: answers that are graded and kept."""

import json
import uuid
from typing import Any

import pytest

from tests.integration.functions.scene import Scene

SUBMIT = "select masterclass.submit_quiz('budget', %s, %s)"


def answers(**picks: Any) -> str:
    """Answers as a request has them: first=(question, option)."""
    return json.dumps([{"question_id": str(question), "chosen": [pick]} for question, pick in picks.values()])


def test_the_first_answer_stands(scene: Scene) -> None:
    """Sent again with another answer, it is told what the first one earned."""
    scene.signed_in()
    _, (first, second) = scene.quiz("first", "second")
    attempt = uuid.uuid4()
    for option in "ab":
        said = scene.ask(SUBMIT, attempt, answers(first=(first, option)))
        assert (said["feedback"][0]["correct"], said["answered"], said["completed"]) == (True, 1, False)
    said = scene.ask(SUBMIT, attempt, answers(second=(second, "b")))
    assert (said["completed"], said["score_percent"], said["passed"]) == (True, 50, False)


def test_passing_completes_what_is_read(scene: Scene) -> None:
    """The last answer ends the attempt, keeps the best score and completes the module."""
    reader = scene.signed_in()
    module, (first,) = scene.quiz("first")
    scene.ask("insert into masterclass.completed_blocks select %s, id from masterclass.content_blocks", reader)
    assert scene.ask(SUBMIT, uuid.uuid4(), answers(first=(first, "a")))["passed"] is True
    kept = "select best_score_percent, passed_at is not null, completed_at is not null from masterclass.module_progress"
    assert scene.ask(f"select row_to_json(p) from ({kept}) as p (a, b, c)") == {"a": 100, "b": True, "c": True}
    assert module


@pytest.mark.parametrize("whose", ["bob's attempt", "bob's question"])
def test_nobody_elses(scene: Scene, whose: str) -> None:
    """Another's attempt is none, and another module's question is no answer of this one; nothing is written."""
    _, questions = scene.quiz("first")
    attempt = scene.attempt(scene.member("bob"), questions) if whose == "bob's attempt" else uuid.uuid4()
    asked = questions[0] if whose == "bob's attempt" else uuid.uuid4()
    scene.signed_in()
    expected = "MC404" if whose == "bob's attempt" else "MC422"
    assert scene.refusal(SUBMIT, attempt, answers(first=(asked, "a")))[0] == expected
    assert scene.ask("select count(*) from masterclass.quiz_responses") == 0
