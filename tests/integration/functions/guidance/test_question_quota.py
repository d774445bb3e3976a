"""masterclass.question_quota: how many questions a day the reader may ask."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.question_quota()"


def test_by_access(scene: Scene) -> None:
    """Free members have one number, members with full access another."""
    scene.ask("update masterclass.guidance_limits set questions_free = 3, questions_full = 30")
    reader = scene.signed_in()
    assert scene.ask(ASKED) == 3
    scene.grant(user_id=reader)
    assert scene.ask(ASKED) == 30
