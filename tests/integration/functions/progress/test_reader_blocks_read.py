"""masterclass.reader_blocks_read: the blocks that the reader has marked in a module."""

from tests.integration.functions.scene import Scene


def test_the_readers_own_in_their_order(scene: Scene) -> None:
    """By the lesson's order; somebody else's and withdrawn ones are not there."""
    reader, module = scene.signed_in(), scene.module()
    for key, position in (("second", 2), ("first", 1), ("unread", 3)):
        block = scene.block(module, key, position=position)
        whose = scene.member("bob") if key == "unread" else reader
        scene.add("completed_blocks", "user_id", user_id=whose, block_id=block)
    gone = scene.block(module, "gone", retired_at="now")
    scene.add("completed_blocks", "user_id", user_id=reader, block_id=gone)
    assert scene.ask("select masterclass.reader_blocks_read('budget')") == ["first", "second"]
    assert scene.ask("select masterclass.reader_blocks_read('never')") == []
