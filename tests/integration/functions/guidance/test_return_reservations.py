"""masterclass.return_reservations: what a reservation held is free again."""

from tests.integration.functions.scene import Scene


def test_however_it_ends(scene: Scene) -> None:
    """Several that go at once give back all that they held, each to its member and its day."""
    conversation = scene.conversation(scene.member("ann"), scene.module())
    scene.add("ai_spend", "day", day="2026-01-02", reserved_microusd=700)
    for name, held in (("ann", (100, 200)), ("bob", (400,))):
        member = scene.ask("select masterclass.member_of(%s)", f"{name}@example.com") or scene.member(name)
        scene.add("ai_usage", "user_id", user_id=member, day="2026-01-02", reserved=len(held))
        for cost in held:
            message = scene.add("messages", conversation_id=conversation, role="assistant", content="")
            kept = {"user_id": member, "day": "2026-01-02", "cost_microusd": cost, "expires_at": "tomorrow"}
            scene.add("ai_reservations", "message_id", message_id=message, **kept)
    scene.ask("delete from masterclass.ai_reservations where cost_microusd in (100, 400)")
    assert scene.ask("select array_agg(reserved order by reserved) from masterclass.ai_usage") == [0, 1]
    assert scene.ask("select reserved_microusd from masterclass.ai_spend") == 200
