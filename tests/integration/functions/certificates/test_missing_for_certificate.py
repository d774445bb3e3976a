"""masterclass.missing_for_certificate: what still stands between a member and the certificate."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.missing_for_certificate(%s)"


def test_blocks_quiz_and_case_of_each_module(scene: Scene) -> None:
    """In the order of the course, each thing that is not done; nothing once all is."""
    ann = scene.member()
    module, questions = scene.quiz("first")
    case = scene.case(module)
    scene.block(scene.module("last", order_index=2), "only")
    assert [(lack["module"], lack["what"]) for lack in scene.ask(ASKED, ann)] == [
        ("budget", "blocks"),
        ("budget", "quiz"),
        ("budget", "case"),
        ("last", "blocks"),
    ]
    scene.ask("insert into masterclass.completed_blocks select %s, id from masterclass.content_blocks", ann)
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, passed_at="now")
    scene.add("case_answers", user_id=ann, case_id=case, answer="Mine.")
    assert scene.ask(ASKED, ann) == []
    assert len(questions) == 1


def test_what_was_completed_stays_so(scene: Scene) -> None:
    """A module that grew after it was completed is not asked for again; one that retired is not either."""
    ann = scene.member()
    module, _ = scene.quiz("first")
    scene.block(scene.module("gone", retired_at="now"), "only")
    scene.add("module_progress", "user_id", user_id=ann, module_id=module, completed_at="now")
    scene.block(module, "grown", position=2)
    assert scene.ask(ASKED, ann) == []
