"""masterclass.reader_case_answer: the reader's latest answer to a case."""

from tests.integration.functions.scene import Scene


def test_the_latest_and_nobody_elses(scene: Scene) -> None:
    """Null before there is one; then the newest of the reader's own."""
    case = scene.case(scene.module())
    scene.add("case_answers", user_id=scene.member("bob"), case_id=case, answer="Bob's.")
    reader = scene.signed_in()
    assert scene.ask("select masterclass.reader_case_answer(%s)", case) is None
    scene.add("case_answers", user_id=reader, case_id=case, answer="New.")
    scene.add("case_answers", user_id=reader, case_id=case, answer="Old.", created_at="yesterday")
    assert scene.ask("select masterclass.reader_case_answer(%s)", case) == "New."
