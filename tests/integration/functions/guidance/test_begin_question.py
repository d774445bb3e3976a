"""masterclass.begin_question: a question is kept and paid for beforehand, or nothing at all."""

import uuid

import pytest

from tests.integration.functions.scene import Scene

BEGIN = "select masterclass.begin_question(%s, null, null, 'Why?', '[]', 'as told', 'model', %s)"
LIMITS = "update masterclass.guidance_limits set questions_free = %s, burst_per_minute = %s, daily_spend_microusd = %s"
LEFT = (
    "select json_build_array((select count(*) from masterclass.messages), (select count(*) from masterclass.ai_usage))"
)


def test_question_answer_and_reservation(scene: Scene) -> None:
    """Two messages, one of the day's questions, and what it may cost."""
    reader, module = scene.signed_in(), scene.module()
    scene.ask(LIMITS, 5, 0, 1000)
    begun = scene.ask(BEGIN, module, 400)
    assert begun["remaining"] == 4
    said = "select json_agg(json_build_array(role, status) order by place) from masterclass.messages"
    assert scene.ask(said) == [["user", "complete"], ["assistant", "pending"]]
    held = scene.row("select message_id, user_id, cost_microusd from masterclass.ai_reservations")
    assert held == [begun["message_id"], str(reader), 400]
    assert scene.row("select reserved_microusd, settled_microusd from masterclass.ai_spend") == [400, 0]


@pytest.mark.parametrize(("limits", "code"), [((0, 0, 1000), "MC432"), ((5, 0, 399), "MC434"), ((5, 1, 1000), "MC433")])
def test_a_refusal_leaves_no_trace(scene: Scene, limits: tuple[int, int, int], code: str) -> None:
    """The member's day, everyone's day, or too fast: nothing is kept."""
    scene.signed_in()
    module = scene.module()
    scene.ask(LIMITS, *limits)
    if code == "MC433":
        scene.ask("select masterclass.count_question(1)")
    assert scene.refusal(BEGIN, module, 400)[0] == code
    assert scene.ask(LEFT) == [0, 0]


def test_an_answer_without_a_provider_costs_nothing(scene: Scene) -> None:
    """It is kept, and uses none of the day."""
    scene.signed_in()
    module = scene.module()
    assert scene.ask(BEGIN, module, None)["remaining"] == 0
    assert scene.ask(LEFT) == [2, 0]


def test_another_conversation_is_none(scene: Scene) -> None:
    """Nobody asks on in somebody else's, and no question costs less than nothing."""
    module = scene.module()
    others = scene.conversation(scene.member("bob"), module, "Bob's?")
    scene.signed_in()
    scene.ask(LIMITS, 5, 0, 1000)
    ask_on = BEGIN.replace("null, null", "%s, null")
    assert [scene.refusal(ask_on, module, there, 1)[0] for there in (others, uuid.uuid4())] == ["MC404", "MC404"]
    assert scene.refusal(BEGIN, module, -1)[0] == "22003"
