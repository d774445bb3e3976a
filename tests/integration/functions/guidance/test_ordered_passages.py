"""masterclass.ordered_passages: blocks in the order in which they are worth their room."""

import json
import uuid

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.ordered_passages(%s, %s, %s, %s, %s)"


def keys(
    scene: Scene, here: uuid.UUID, topic: uuid.UUID, talk: uuid.UUID | None, found: str, continues: bool
) -> list[str]:
    """The passages' keys, in their order."""
    return [passage["block"] for passage in scene.ask(ASKED, here, topic, talk, found, continues)]


def test_ranked_then_the_module_then_the_answer_before(scene: Scene) -> None:
    """What fits comes first, far worse from elsewhere does not come; a question that goes on begins with the last."""
    here, there = scene.module("here"), scene.module("there", order_index=2)
    one, two = (scene.block(here, key, position=place) for place, key in enumerate(("one", "two")))
    far, weak, before = (scene.block(there, key, position=place) for place, key in enumerate(("far", "weak", "before")))
    listed = [(two, 10), (far, 8), (weak, 1)]
    found = json.dumps({"blocks": [{"id": str(block), "score": score} for block, score in listed]})
    talk = scene.conversation(scene.member(), here, "1?", "1.")
    sources = Jsonb([{"block_id": str(before)}])
    scene.ask("update masterclass.messages set sources = %s where role = 'assistant'", sources)
    assert keys(scene, here, here, talk, found, False) == ["two", "far", "one", "before"]
    assert keys(scene, here, here, talk, found, True) == ["before", "two", "far", "one"]
    assert keys(scene, here, there, None, found, False)[:3] == ["far", "weak", "before"], (
        "an overview of another module"
    )
    assert one
