"""masterclass.conversations_page: a page of the reader's conversations about a module."""

from typing import Any

from tests.integration.functions.scene import Scene

ASKED = "select document from masterclass.conversations_page('budget', null)"
AFTER = "select json_build_array(document, next) from masterclass.conversations_page('budget', %s)"


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


def test_a_page_ends_where_the_next_begins(scene: Scene) -> None:
    """Twenty a page, or fewer where they are long, without one twice or none."""
    reader, module = scene.signed_in(), scene.module()
    for number in range(21):
        scene.conversation(reader, module, f"{number}?", "x")
    first, place = scene.ask(AFTER, None)
    second, end = scene.ask(AFTER, place)
    said = [one["messages"][0]["content"] for page in (first, second) for one in page["conversations"]]
    assert said == [f"{number}?" for number in reversed(range(21))]
    assert end is None
    for _ in range(60):
        scene.add("messages", conversation_id=said_in(second), role="assistant", content="x" * 20_000)
    assert len(scene.ask(AFTER, None)[0]["conversations"]) == 1


def said_in(page: dict[str, Any]) -> str:
    """Return the id of a page's only conversation."""
    return page["conversations"][0]["conversation_id"]
