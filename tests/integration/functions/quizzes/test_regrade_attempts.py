"""masterclass.regrade_attempts: attempts that a corrected key wronged are raised."""

from tests.integration.functions.scene import Scene

REGRADE = "select masterclass.regrade_attempts()"


def test_nobody_loses_and_it_is_done_once(scene: Scene) -> None:
    """Who answered what is right now is raised and passes; who answered what was right then keeps it."""
    ann, bob = scene.member("ann"), scene.member("bob")
    module, questions = scene.quiz("first")
    for member, chosen in ((ann, "b"), (bob, "a")):
        scene.attempt(member, questions, chosen)
        scene.add("module_progress", "user_id", user_id=member, module_id=module, best_score_percent=0)
    scene.corrected(questions[0], "b")
    assert [scene.ask(REGRADE) for _ in range(2)] == [1, 0]
    assert scene.ask("select array_agg(score_percent) from masterclass.quiz_attempts") == [100, 100]
    kept = "select question_keys, score_before, score_after, passed_by_it from masterclass.quiz_regrades"
    assert scene.row(kept) == [["first"], 0, 100, True]
    assert scene.ask("select array_agg(user_id) from masterclass.module_progress where passed_at is not null") == [ann]


def test_an_open_attempt_is_left_alone(scene: Scene) -> None:
    """What is not finished is graded when it is."""
    _, questions = scene.quiz("first", "second")
    scene.attempt(scene.member(), questions, "b")
    scene.corrected(questions[0], "b")
    assert scene.ask(REGRADE) == 0
