"""masterclass.guidance_material: everything that an answer may be made from."""

import json
import uuid

import pytest

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.guidance_material('budget', %s, %s, %s, 4)"
ASKING = {"words": ["fund"], "meant": "", "spoken": "the fund", "seeks_topic": False, "continues": False}


def test_passages_case_and_conversation(scene: Scene) -> None:
    """The current module's blocks, the case with one's own answer, and what was said."""
    reader, module = scene.signed_in(), scene.module()
    scene.block(module, "fund", heading="The fund", text="Months of cash.")
    case = scene.case(module)
    scene.add("case_answers", user_id=reader, case_id=case, answer="Mine.")
    talk = scene.conversation(reader, module, "1?", "1.")
    said = scene.ask(ASKED, "first-pay", talk, json.dumps(ASKING))
    assert [passage["block"] for passage in said["passages"]] == ["fund"]
    assert said["case"]["own_answer"] == "Mine."
    assert [turn["content"] for turn in said["so_far"]] == ["1?", "1."]
    assert (said["known"], said["closed"], said["stale"]) == (1, None, False)


@pytest.mark.parametrize(
    ("preview", "case", "talk", "code"),
    [
        (False, None, None, "MC402"),
        (True, "never", None, "MC404"),
        (True, None, uuid.UUID(int=1), "MC404"),
    ],
)
def test_access_is_decided_first(
    scene: Scene, preview: bool, case: str | None, talk: uuid.UUID | None, code: str
) -> None:
    """A closed module, a case or a conversation that is none."""
    scene.signed_in()
    scene.module(is_preview=preview)
    assert scene.refusal(ASKED, case, talk, json.dumps(ASKING))[0] == code


def test_an_ended_session_asks_nothing(scene: Scene) -> None:
    """A token outlives its session; what costs money does not."""
    reader = scene.signed_in()
    scene.module()
    scene.ask("delete from auth.sessions where user_id = %s", reader)
    assert scene.refusal(ASKED, None, None, json.dumps(ASKING))[0] == "MC401"
