"""masterclass.reader_progress: the whole course as the reader stands in it."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_progress()"


def test_blocks_and_quizzes_count_once_each(scene: Scene) -> None:
    """One of two blocks and no quiz is a third, cut, not rounded; where they are is where they go on."""
    reader = scene.signed_in()
    module, _ = scene.quiz("first")
    scene.block(module, "second", position=2)
    assert scene.ask(ASKED)["completed_percent"] == 0
    scene.ask("select masterclass.keep_position('budget', 'second', 1, 7, true)")
    said = scene.ask(ASKED)
    assert said["completed_percent"] == 33
    assert said["resume"] == {"module": "budget", "block": "second", "seconds": 7}
    assert [(m["state"], m["block"], m["seconds"]) for m in said["modules"]] == [("in_progress", "second", 7)]
    assert scene.ask("select masterclass.require_reader()") == reader


def test_a_place_in_a_block_that_is_gone(scene: Scene) -> None:
    """Nobody is sent to a block that was withdrawn, nor to a module that has left the course."""
    scene.signed_in()
    module = scene.module()
    block = scene.block(module)
    scene.ask("select masterclass.keep_position('budget', 'income', 1, 7, false)")
    scene.ask("update masterclass.content_blocks set retired_at = now() where id = %s", block)
    said = scene.ask(ASKED)
    assert (said["resume"], said["modules"][0]["block"], said["modules"][0]["seconds"]) == (None, None, 0)
    scene.ask("update masterclass.content_modules set retired_at = now() where id = %s", module)
    assert scene.ask(ASKED) == {"completed_percent": 0, "resume": None, "modules": []}


def test_what_others_have_read_is_not_shown(scene: Scene) -> None:
    """Somebody else has finished the course; the reader has not begun."""
    _, questions = scene.quiz("first")
    scene.bystander(questions)
    scene.signed_in()
    told = scene.ask("select masterclass.reader_progress()")
    assert (told["completed_percent"], told["resume"]) == (0, None)
    assert [(one["state"], one["passed"], one["best_score_percent"]) for one in told["modules"]] == [
        ("not_started", False, None)
    ]
