"""masterclass.current_guidance_limits: what may be asked and spent now."""

from tests.integration.functions.scene import Scene

ASKED = "select row_to_json(l) from masterclass.current_guidance_limits() as l"


def test_nothing_before_anybody_has_set_it(scene: Scene) -> None:
    """A database that nobody has told may spend nothing."""
    limits = scene.ask(ASKED)
    assert (limits["questions_free"], limits["questions_full"], limits["daily_spend_microusd"]) == (0, 0, 0)
    scene.ask("update masterclass.guidance_limits set questions_free = 3")
    assert scene.ask(ASKED)["questions_free"] == 3
