"""masterclass.trim_conversations: the newest questions are kept."""

from tests.integration.functions.scene import Scene


def test_fifty_of_a_conversation_and_a_thousand_of_a_member(scene: Scene) -> None:
    """The oldest go, with conversations that are empty then; nobody else's do."""
    ann, bob, module = scene.member("ann"), scene.member("bob"), scene.module()
    oldest = scene.conversation(ann, module, "Oldest?", "Yes.")
    long = scene.conversation(ann, module, *["x"] * 110)
    scene.conversation(bob, module, "Bob's?", "His.")
    many = "select count(*) from masterclass.messages where conversation_id = %s"
    scene.ask("select masterclass.trim_conversations(%s, %s)", ann, long)
    assert [scene.ask(many, one) for one in (oldest, long)] == [2, 100]
    scene.ask(
        "insert into masterclass.messages (conversation_id, role, content)"
        " select %s, 'user', 'x' from generate_series(1, 1950)",
        scene.conversation(ann, module),
    )
    scene.ask("select masterclass.trim_conversations(%s, %s)", ann, long)
    assert [scene.ask(many, one) for one in (oldest, long)] == [0, 50]
    assert scene.ask("select count(*) from masterclass.conversations where user_id = %s", ann) == 2
    assert scene.ask("select count(*) from masterclass.conversations where user_id = %s", bob) == 1
