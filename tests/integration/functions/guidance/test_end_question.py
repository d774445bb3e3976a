"""masterclass.end_question: a question ends, once."""

import json
from typing import Any

import pytest

from tests.integration.functions.scene import Scene

END = "select masterclass.end_question(%s, %s)"
LEDGER = """
select json_build_array(u.reserved, u.settled, u.cost_microusd, s.reserved_microusd, s.settled_microusd)
  from masterclass.ai_usage as u, masterclass.ai_spend as s
"""


@pytest.fixture
def answer(scene: Scene) -> Any:
    """A question that the reader has under way, at 400 at most."""
    scene.signed_in()
    scene.ask("update masterclass.guidance_limits set questions_free = 5, daily_spend_microusd = 1000")
    begin = "select masterclass.begin_question(%s, null, null, 'Why?', '[]', '', '', 400) ->> 'message_id'"
    return scene.ask(begin, scene.module())


def outcome(status: str = "complete", cost: int = 120, *, counted: bool = True) -> str:
    """How it ended."""
    said: dict[str, Any] = {"status": status, "content": "Because.", "citations": [], "counted": counted, "cost": cost}
    return json.dumps(said | {"input_tokens": 10, "output_tokens": 5})


def test_the_answer_is_kept_and_paid(scene: Scene, answer: str) -> None:
    """What was reserved is free again, what it cost is booked, and the question counts."""
    assert scene.ask(END, answer, outcome()) == 4
    assert scene.ask(LEDGER) == [0, 1, 120, 0, 120]
    assert scene.row("select content, status from masterclass.messages where role = 'assistant'") == [
        "Because.",
        "complete",
    ]


def test_a_failed_one_leaves_no_message(scene: Scene, answer: str) -> None:
    """It is not counted, and what it cost all the same is booked."""
    assert scene.ask(END, answer, outcome("failed", 30, counted=False)) == 5
    assert scene.ask(LEDGER) == [0, 0, 30, 0, 30]
    assert scene.ask("select count(*) from masterclass.conversations") == 0


@pytest.mark.parametrize("cost", [120, -500])
def test_twice_is_once_and_no_cost_makes_the_day_cheaper(scene: Scene, answer: str, cost: int) -> None:
    """A second ending changes nothing."""
    scene.ask(END, answer, outcome(cost=cost))
    before = scene.ask(LEDGER)
    scene.ask(END, answer, outcome("failed", 900))
    assert scene.ask(LEDGER) == before == [0, 1, max(0, cost), 0, max(0, cost)]
    assert scene.ask("select count(*) from masterclass.messages") == 2


def test_nobody_elses(scene: Scene, answer: str) -> None:
    """Another member ends nothing."""
    scene.reads(scene.member("bob"))
    scene.ask(END, answer, outcome())
    assert scene.ask("select status from masterclass.messages where role = 'assistant'") == "pending"
    assert scene.ask("select count(*) from masterclass.ai_reservations") == 1
