"""masterclass.keep_position: where the reader is."""

from tests.integration.functions.scene import Scene

KEEP = "select masterclass.keep_position('budget', %s, 1, %s, %s)"


def test_place_and_mark(scene: Scene) -> None:
    """The last place stands; a block is marked when it is completed, once, and the module with the last of them."""
    scene.signed_in()
    module = scene.module()
    scene.block(module, "first")
    scene.block(module, "second", position=2)
    scene.ask(KEEP, "first", 0, True)
    scene.ask(KEEP, "second", 12, False)
    place = "select seconds, completed_at is not null as done from masterclass.module_progress"
    assert scene.row(place) == [12, False]
    for _ in range(2):
        scene.ask(KEEP, "second", 30, True)
    assert scene.row(place) == [30, True]
    assert scene.ask("select count(*) from masterclass.completed_blocks") == 2


def test_each_film_has_its_second(scene: Scene) -> None:
    """The newest second of each film stands; nothing begun leaves what is known of it."""
    scene.signed_in()
    scene.block(scene.module(), "first")
    for film, seconds in ((1, 30), (2, 70), (2, 65), (1, 0)):
        scene.ask("select masterclass.keep_position('budget', 'first', %s, %s, false)", film, seconds)
    kept = "select json_agg(json_build_array(film, seconds) order by film) from masterclass.film_places"
    assert scene.ask(kept) == [[1, 30], [2, 65]]


def test_refusals(scene: Scene) -> None:
    """Nobody, a block that is not there, a module that is closed: nothing is kept."""
    module = scene.module()
    scene.block(module)
    assert scene.refusal(KEEP, "income", 0, True)[0] == "MC401"
    scene.signed_in()
    assert scene.refusal(KEEP, "never", 0, True) == ("MC404", {"says": "The module has no such block."})
    scene.ask("update masterclass.content_modules set is_preview = false")
    assert scene.refusal(KEEP, "income", 0, True)[0] == "MC402"
    assert scene.ask("select count(*) from masterclass.module_progress") == 0
