"""masterclass.pass_reached_marks: a pass mark that was lowered counts for all."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(("mark", "passed", "asked_for"), [(50, True, 50), (60, False, 60), (90, False, 70)])
def test_whoever_has_reached_it(scene: Scene, mark: int, passed: bool, asked_for: int) -> None:
    """A lowered mark passes whoever reaches it; a raised one changes no attempt and takes nothing away."""
    ann = scene.member()
    module, questions = scene.quiz("first", "second")
    scene.attempt(ann, questions, "a", "b")
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, best_score_percent=50)
    scene.ask("update masterclass.content_modules set quiz_pass_percent = %s", mark)
    scene.ask("select masterclass.pass_reached_marks()")
    assert scene.ask("select passed_at is not null from masterclass.module_progress") is passed
    assert scene.ask("select pass_percent from masterclass.quiz_attempts") == asked_for
