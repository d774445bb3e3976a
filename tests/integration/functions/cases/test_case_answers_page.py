"""masterclass.case_answers_page: a page of the reader's answers to a module's cases."""

from tests.integration.functions.scene import Scene

ASKED = "select document from masterclass.case_answers_page('budget', null)"
AFTER = "select json_build_array(document, next) from masterclass.case_answers_page('budget', %s)"


def test_newest_first_with_the_model(scene: Scene) -> None:
    """Each of the reader's own answers, with what it is compared with."""
    reader = scene.signed_in()
    case = scene.case(scene.module())
    assert scene.ask(ASKED) == {"module": "budget", "answers": []}
    scene.add("case_answers", user_id=reader, case_id=case, answer="Old.", created_at="yesterday")
    scene.add("case_answers", user_id=reader, case_id=case, answer="New.")
    scene.add("case_answers", user_id=scene.member("bob"), case_id=case, answer="Bob's.")
    answers = scene.ask(ASKED)["answers"]
    assert [answer["answer"] for answer in answers] == ["New.", "Old."]
    assert answers[0]["model_answer_html"] == "<p>Half.</p>"


def test_a_closed_module_is_refused(scene: Scene) -> None:
    """What is not open shows nothing, also to whoever answered when it was."""
    scene.signed_in()
    scene.module(is_preview=False)
    assert scene.refusal(ASKED)[0] == "MC402"


def test_a_page_ends_where_the_next_begins(scene: Scene) -> None:
    """Twenty a page, without one twice or none."""
    reader, case = scene.signed_in(), scene.case(scene.module())
    for number in range(21):
        made = f"2027-01-01 00:00:{number:02}"
        scene.add("case_answers", user_id=reader, case_id=case, answer=str(number), created_at=made)
    first, place = scene.ask(AFTER, None)
    second, end = scene.ask(AFTER, place)
    said = [answer["answer"] for page in (first, second) for answer in page["answers"]]
    assert said == [str(number) for number in reversed(range(21))]
    assert end is None
