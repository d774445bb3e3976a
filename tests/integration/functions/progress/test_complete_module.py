"""masterclass.complete_module: every block marked, and the quiz passed."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(
    ("marked", "passed", "completed"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_both_are_asked_for(scene: Scene, marked: bool, passed: bool, completed: bool) -> None:
    """Neither reading nor passing alone completes a module."""
    ann = scene.member()
    module, _ = scene.quiz("first")
    if marked:
        scene.ask("insert into masterclass.completed_blocks select %s, id from masterclass.content_blocks", ann)
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, passed_at="now" if passed else None)
    scene.ask("select masterclass.complete_module(%s, %s)", ann, module)
    assert scene.ask("select completed_at is not null from masterclass.module_progress") is completed


def test_the_last_one_brings_the_certificate(scene: Scene) -> None:
    """What was missing last is followed by the certificate at once."""
    scene.course()
    ann, module = scene.member(), scene.module()
    scene.grant(user_id=ann)
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, read_at="now")
    scene.ask("select masterclass.complete_module(%s, %s)", ann, module)
    assert scene.ask("select count(*) from masterclass.certificates where user_id = %s", ann) == 1
