"""masterclass.keep_position: where the reader is."""

from tests.integration.functions.scene import Scene

KEEP = "select masterclass.keep_position('budget', %s, %s, %s)"


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
