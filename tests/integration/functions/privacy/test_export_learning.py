"""masterclass.export_learning: what is held of a member's learning."""

from tests.integration.functions.scene import Scene


def test_progress_attempts_and_cases(scene: Scene) -> None:
    """Where they are, every answer, and their cases; nobody else's."""
    ann, bob = scene.member("ann"), scene.member("bob")
    module, questions = scene.quiz("first", "second")
    case = scene.case(module)
    for member in (ann, bob):
        scene.attempt(member, questions, "a", "b")
        scene.add("module_progress", "user_id", user_id=member, module_id=module, seconds=7)
        scene.add("case_answers", user_id=member, case_id=case, answer="Mine.")
    held = scene.ask("select masterclass.export_learning(%s)", ann)
    assert held["attempts"] == held["case_answers"] == []
    (attempt,) = scene.ask("select json_agg(piece) from masterclass.exported_attempts(%s, null, 1)", ann)
    assert [response["chosen"] for response in attempt["responses"]] == [["a"], ["b"]]
    assert [place["seconds"] for place in held["progress"]] == [7]
    (answer,) = scene.ask("select json_agg(piece) from masterclass.exported_case_answers(%s, null, 1)", ann)
    assert answer["answer"] == "Mine."
    assert held["certificate"] is None
