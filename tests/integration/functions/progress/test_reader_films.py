"""masterclass.reader_films: how far the reader has seen each film of a module."""

from tests.integration.functions.scene import Scene


def test_the_readers_own_in_their_order(scene: Scene) -> None:
    """By the lesson's order, then as they stand in the block; somebody else's and withdrawn blocks' are not there."""
    reader, module = scene.signed_in(), scene.module()
    second, first = scene.block(module, "second", position=2), scene.block(module, "first", position=1)
    gone = scene.block(module, "gone", retired_at="now")
    for whose, block, film in ((reader, second, 1), (reader, first, 2), (reader, first, 1), (reader, gone, 1)):
        scene.add("film_places", "user_id", user_id=whose, block_id=block, film=film, seconds=10 * film)
    scene.add("film_places", "user_id", user_id=scene.member("bob"), block_id=first, film=3, seconds=5)
    assert scene.ask("select masterclass.reader_films('budget')") == [
        {"block": "first", "film": 1, "seconds": 10},
        {"block": "first", "film": 2, "seconds": 20},
        {"block": "second", "film": 1, "seconds": 10},
    ]
    assert scene.ask("select masterclass.reader_films('never')") == []
