"""masterclass.export_guidance: what is held of a member's questions."""

from tests.integration.functions.scene import Scene


def test_conversations_and_days(scene: Scene) -> None:
    """Every conversation with its messages in order, and what was used; nobody else's."""
    ann, bob, module = scene.member("ann"), scene.member("bob"), scene.module()
    scene.conversation(ann, module, "Why?", "Because.")
    scene.conversation(bob, module, "Bob's?", "His.")
    scene.add("ai_usage", "user_id", user_id=ann, day="2026-01-02", settled=3)
    held = scene.ask("select masterclass.export_guidance(%s)", ann)
    assert held["conversations"] == []
    (conversation,) = scene.ask("select json_agg(piece) from masterclass.exported_conversations(%s, null, 1)", ann)
    assert conversation["module"] == "budget"
    assert [message["content"] for message in conversation["messages"]] == ["Why?", "Because."]
    assert [(day["day"], day["settled"]) for day in held["usage"]] == [("2026-01-02", 3)]
    assert held["under_way"] == 0
