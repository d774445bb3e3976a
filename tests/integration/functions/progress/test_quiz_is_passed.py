"""masterclass.quiz_is_passed: whether a member has passed a module's quiz."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.quiz_is_passed(%s, %s)"


def test_passed_or_nothing_to_pass(scene: Scene) -> None:
    """Once passed it is; a module without questions has nothing to pass."""
    ann = scene.member()
    module, questions = scene.quiz("first")
    assert scene.ask(ASKED, ann, module) is False
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, best_score_percent=100)
    assert scene.ask(ASKED, ann, module) is False
    scene.ask("update masterclass.module_progress set passed_at = now()")
    assert scene.ask(ASKED, ann, module) is True
    assert scene.ask(ASKED, scene.member("bob"), scene.module("other")) is True
    assert questions
