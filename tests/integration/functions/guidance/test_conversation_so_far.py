"""masterclass.conversation_so_far: what was said in a conversation."""

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.conversation_so_far(%s, %s)"


def said(scene: Scene, conversation: object, most: int) -> list[str]:
    """The words, in their order."""
    return [turn["content"] for turn in scene.ask(ASKED, conversation, most)]


def test_the_last_turns_oldest_first(scene: Scene) -> None:
    """At most so many questions, each with its answer; one that is under way is not there."""
    conversation = scene.conversation(scene.member(), scene.module(), "1?", "1.", "2?", "2.")
    assert said(scene, conversation, 5) == ["1?", "1.", "2?", "2."]
    assert said(scene, conversation, 1) == ["2?", "2."]
    scene.add("messages", conversation_id=conversation, role="user", content="3?")
    scene.add("messages", conversation_id=conversation, role="assistant", content="", status="pending")
    assert said(scene, conversation, 5) == ["1?", "1.", "2?", "2."]


def test_what_may_no_longer_be_read_is_left_out(scene: Scene) -> None:
    """An answer from a passage that is gone is not said again, nor its question."""
    module = scene.module()
    conversation = scene.conversation(scene.member(), module, "1?", "1.", "2?", "2.")
    block = scene.block(module)
    sources = Jsonb([{"block_id": str(block)}])
    scene.ask("update masterclass.messages set sources = %s where content = '1.'", sources)
    assert said(scene, conversation, 5) == ["1?", "1.", "2?", "2."]
    scene.ask("delete from masterclass.content_blocks where id = %s", block)
    assert said(scene, conversation, 5) == ["2?", "2."]
