"""masterclass.answer_signup: one sign-up gets one answer and counts once."""

import uuid

from tests.integration.functions.scene import Scene

ANSWER = "select masterclass.answer_signup(%s, %s, 'Ann@example.com', 2)"


def test_the_first_answer_stands(scene: Scene) -> None:
    """Asked again about one sign-up, it says what it said; a refused one is not counted."""
    call = uuid.uuid4()
    assert scene.ask(ANSWER, call, "No.") == "No."
    assert scene.ask(ANSWER, call, None) == "No."
    assert scene.ask("select count(*) from masterclass.lasting_limits") == 0


def test_an_address_signs_up_so_often_a_day(scene: Scene) -> None:
    """Attempts at one sign-up are one; past the limit it is refused in words, for a day."""
    once = uuid.uuid4()
    assert [scene.ask(ANSWER, call, None) for call in (once, once, uuid.uuid4())] == [None] * 3
    assert "too often" in scene.ask(ANSWER, uuid.uuid4(), None)
    scene.ask("update masterclass.lasting_limits set window_start = now() - interval '1 day'")
    assert scene.ask(ANSWER, uuid.uuid4(), None) is None
