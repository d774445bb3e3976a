"""masterclass.export_member_part: one member's part, whoever asks for it."""

from tests.integration.functions.scene import Scene

WHOLE = "select masterclass.export_whole(%s)"
PART = "select json_build_array(document, next) from masterclass.export_member_part(%s, %s)"


def test_the_parts_are_the_whole(scene: Scene) -> None:
    """Every list's pieces come once and in their order; a member with little has one part."""
    ann, module = scene.member(), scene.module()
    for _ in range(4):
        scene.conversation(ann, module, *["x" * 20_000] * 25)
    whole = scene.ask(WHOLE, ann)
    assert [len(talk["messages"]) for talk in whole["guidance"]["conversations"]] == [25] * 4
    assert scene.ask(PART, ann, None)[1] is not None
    assert scene.ask(PART, scene.member("bob"), None)[1] is None
