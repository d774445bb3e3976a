"""masterclass.require_fitting: answers that fit their questions."""

import json

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.require_fitting(%s, %s)"


def test_every_fault_in_one_refusal(scene: Scene) -> None:
    """What fits passes; otherwise all faults are told, each with its place."""
    _, (first, second) = scene.quiz("first", "second")

    def answers(*picks: str) -> str:
        asked = zip((first, second), picks, strict=True)
        return json.dumps([{"question_id": str(question), "chosen": [pick]} for question, pick in asked])

    scene.ask(ASKED, answers("a", "b"), [first, second])
    code, told = scene.refusal(ASKED, answers("y", "z"), [first, second])
    assert code == "MC422"
    assert [fault["pointer"] for fault in told["errors"]] == ["/answers/0/chosen", "/answers/1/chosen"]
