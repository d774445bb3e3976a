"""masterclass.move_learning: what was learned follows its person."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.move_learning(%s, %s)"


def test_attempts_answers_and_plan(scene: Scene) -> None:
    """All of it moves; an attempt under way where the other has one, and a second plan, stay behind or go."""
    _, questions = scene.quiz("first", "second")
    ann, new = scene.member("ann"), scene.member("new")
    scene.attempt(ann, questions, "a", "a")
    for who in (ann, new):
        scene.attempt(who, questions, "b")
        scene.add("plan_entries", "user_id", user_id=who, key="a", value="1")
    block = scene.ask("select id from masterclass.content_blocks")
    for who in (ann, new):
        scene.add("completed_blocks", "user_id", user_id=who, block_id=block)
    assert scene.ask(ASKED, ann, new) == 2
    assert scene.ask("select count(*) from masterclass.quiz_attempts where user_id = %s", new) == 2
    assert scene.ask("select count(*) from masterclass.quiz_attempts where user_id = %s", ann) == 0
    assert scene.ask("select count(*) from masterclass.completed_blocks") == 1
