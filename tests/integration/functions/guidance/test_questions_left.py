"""masterclass.questions_left: how many questions the reader may still ask today."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(("reserved", "settled", "left"), [(0, 0, 10), (1, 3, 6), (0, 10, 0), (5, 9, 0)])
def test_under_way_counts_too(scene: Scene, reserved: int, settled: int, left: int) -> None:
    """What is being answered is used; never below nothing, and yesterday's does not count."""
    scene.ask("update masterclass.guidance_limits set questions_free = 10")
    reader = scene.signed_in()
    scene.add("ai_usage", "user_id", user_id=reader, day="yesterday", settled=9)
    today = scene.ask("select masterclass.today()")
    scene.add("ai_usage", "user_id", user_id=reader, day=today, reserved=reserved, settled=settled)
    assert scene.ask("select masterclass.questions_left()") == left


def test_others_questions_use_nothing(scene: Scene) -> None:
    """Somebody else has asked today."""
    scene.ask("update masterclass.guidance_limits set questions_free = 10")
    scene.bystander()
    scene.signed_in()
    assert scene.ask("select masterclass.questions_left()") == 10
