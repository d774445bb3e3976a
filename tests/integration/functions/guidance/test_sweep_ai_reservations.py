"""masterclass.sweep_ai_reservations: what calls that died had reserved."""

from tests.integration.functions.scene import Scene

SWEEP = "select masterclass.sweep_ai_reservations()"


def test_only_what_is_over(scene: Scene) -> None:
    """A dead call's question is forgotten and its reservation given back; one under way is left alone."""
    ann, module = scene.member(), scene.module()
    scene.add("ai_spend", "day", day="2026-01-02", reserved_microusd=300)
    scene.add("ai_usage", "user_id", user_id=ann, day="2026-01-02", reserved=2)
    for cost, expires in ((100, "yesterday"), (200, "tomorrow")):
        conversation = scene.conversation(ann, module, "Why?")
        message = scene.add("messages", conversation_id=conversation, role="assistant", content="", status="pending")
        kept = {"user_id": ann, "day": "2026-01-02", "cost_microusd": cost, "expires_at": expires}
        scene.add("ai_reservations", "message_id", message_id=message, **kept)
    assert [scene.ask(SWEEP) for _ in range(2)] == [1, 0]
    assert scene.ask("select count(*) from masterclass.conversations") == 1
    assert scene.ask("select reserved_microusd from masterclass.ai_spend") == 200
