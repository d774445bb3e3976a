"""masterclass.attempt_hindrance: whether a new attempt may begin."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.attempt_hindrance(%s, m) from masterclass.content_modules as m"


def test_a_limit_and_a_pause(scene: Scene) -> None:
    """Null while nothing stands in the way; the limit before the pause, which says its seconds."""
    ann = scene.member()
    _, questions = scene.quiz("first", attempt_limit=2, quiz_cooldown_minutes=10)
    assert scene.ask(ASKED, ann) is None
    scene.attempt(ann, questions, "b")
    assert scene.ask(ASKED, ann) == {"reason": "cooldown", "seconds": 600}
    scene.attempt(ann, questions, "b")
    assert scene.ask(ASKED, ann) == {"reason": "limit", "attempts": 2}
    assert scene.ask(ASKED, scene.member("bob")) is None


def test_what_was_asked_wrongly_does_not_count(scene: Scene) -> None:
    """An attempt at a question found wrong since is spent on nobody."""
    ann = scene.member()
    _, questions = scene.quiz("first", attempt_limit=1, quiz_cooldown_minutes=10)
    scene.attempt(ann, questions, "b")
    scene.corrected(questions[0], "c")
    assert scene.ask(ASKED, ann) is None
