"""masterclass.retake_policy: whether and when another attempt may begin."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.retake_policy(%s, %s)"


def test_open_then_a_pause_then_the_limit(scene: Scene) -> None:
    """It says the same as a refusal would, before anybody answers a question for nothing."""
    ann = scene.member()
    module, questions = scene.quiz("first", attempt_limit=2, quiz_cooldown_minutes=10)
    said = scene.ask(ASKED, ann, module)
    assert said == {
        "possible": True,
        "reason": None,
        "at": None,
        "limit": 2,
        "used": 0,
        "cooldown_minutes": 10,
    }
    under_way = scene.attempt(ann, questions)
    assert scene.ask(ASKED, ann, module)["reason"] == "open"
    scene.ask("delete from masterclass.quiz_attempts where id = %s", under_way)
    scene.attempt(ann, questions, "a")
    said = scene.ask(ASKED, ann, module)
    assert (said["possible"], said["reason"], said["at"] is not None) == (False, "cooldown", True)
    scene.attempt(ann, questions, "a")
    assert scene.ask(ASKED, ann, module)["reason"] == "limit"


def test_others_attempts_are_not_counted(scene: Scene) -> None:
    """Whatever somebody else has tried."""
    ann = scene.member()
    module, questions = scene.quiz("first", attempt_limit=2, quiz_cooldown_minutes=10)
    before = scene.ask(ASKED, ann, module)
    scene.bystander(questions)
    assert scene.ask(ASKED, ann, module) == before
