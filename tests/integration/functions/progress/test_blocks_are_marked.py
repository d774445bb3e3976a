"""masterclass.blocks_are_marked: whether a member has marked every block."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.blocks_are_marked(%s, %s)"


def test_every_block_that_there_is_now(scene: Scene) -> None:
    """All of them, a new one included, a withdrawn one not."""
    ann, module = scene.member(), scene.module()
    first = scene.block(module, "first")
    scene.block(module, "gone", retired_at="now")
    assert scene.ask(ASKED, ann, module) is False
    scene.add("completed_blocks", "user_id", user_id=ann, block_id=first)
    assert scene.ask(ASKED, ann, module) is True
    scene.block(module, "grown", position=2)
    assert scene.ask(ASKED, ann, module) is False


def test_what_others_have_read_marks_nothing(scene: Scene) -> None:
    """Somebody else has read the whole module."""
    ann = scene.member()
    module, questions = scene.quiz("first")
    scene.bystander(questions)
    assert scene.ask(ASKED, ann, module) is False
