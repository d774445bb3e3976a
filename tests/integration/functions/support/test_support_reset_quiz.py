"""masterclass.support_reset_quiz: a quiz can be taken anew."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.support_reset_quiz(%s, %s)"


def test_what_is_reset(scene: Scene) -> None:
    """Attempts under way are dropped, completed ones set aside, once; no module is 404, a passed quiz 409."""
    module, questions = scene.quiz("first", "second", attempt_limit=1)
    ann = scene.member()
    scene.attempt(ann, questions, "b", "b")
    scene.attempt(ann, questions, "a")
    assert [scene.ask(ASKED, ann, "budget") for _ in range(2)] == [True, False]
    assert scene.row("select count(*), count(set_aside_at) as aside from masterclass.quiz_attempts") == [1, 1]
    assert scene.refusal(ASKED, ann, "none")[0] == "MC404"
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, passed_at="now")
    assert scene.refusal(ASKED, ann, "budget")[0] == "MC409"


def test_nobody_elses_attempts(scene: Scene) -> None:
    """A passed quiz of somebody else hinders nothing, and their attempts stay."""
    _, questions = scene.quiz("first")
    ann = scene.member()
    scene.bystander(questions)
    scene.attempt(ann, questions, "b")
    assert scene.ask(ASKED, ann, "budget") is True
    aside = "select count(*), count(set_aside_at) as aside from masterclass.quiz_attempts"
    assert scene.row(aside) == [3, 1]
