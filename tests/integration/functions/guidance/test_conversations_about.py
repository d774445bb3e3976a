"""masterclass.conversations_about: the reader's conversations about a module."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.conversations_about('budget')"


def test_newest_first_and_the_readers_own(scene: Scene) -> None:
    """The newest is the one that was spoken in last, whenever it began."""
    reader, module = scene.signed_in(), scene.module()
    scene.conversation(reader, module, "Old?", "Old.")
    scene.conversation(reader, module, "New?", "New.", created_at="yesterday")
    scene.conversation(scene.member("bob"), module, "Bob's?")
    said = scene.ask(ASKED)
    first = [conversation["messages"][0]["content"] for conversation in said["conversations"]]
    assert first == ["New?", "Old?"]


def test_theirs_when_access_has_ended(scene: Scene) -> None:
    """What somebody asked stays theirs; no such module is refused."""
    reader = scene.signed_in()
    assert scene.refusal(ASKED)[0] == "MC404"
    scene.conversation(reader, scene.module(is_preview=False), "Why?", "Because.")
    assert len(scene.ask(ASKED)["conversations"]) == 1
