"""masterclass.attempts_page: a page of the reader's attempts at a module's quiz."""

from tests.integration.functions.scene import Scene

ASKED = "select document from masterclass.attempts_page('budget', null)"
AFTER = "select json_build_array(document, next) from masterclass.attempts_page('budget', %s)"


def test_newest_first_and_whether_another_may_begin(scene: Scene) -> None:
    """The reader's own, and the policy of the quiz."""
    reader = scene.signed_in()
    _, questions = scene.quiz("first", attempt_limit=3)
    old = scene.attempt(reader, questions, "a", started_at="yesterday")
    new = scene.attempt(reader, questions, "b")
    scene.attempt(scene.member("bob"), questions, "a")
    said = scene.ask(ASKED)
    assert [attempt["attempt_id"] for attempt in said["attempts"]] == [str(new), str(old)]
    assert (said["retake"]["possible"], said["retake"]["used"]) == (True, 2)


def test_a_closed_module_is_refused(scene: Scene) -> None:
    """What is not open has no quiz for the reader."""
    scene.signed_in()
    scene.quiz("first", is_preview=False)
    assert scene.refusal(ASKED)[0] == "MC402"


def test_a_page_ends_where_the_next_begins(scene: Scene) -> None:
    """Fifty a page, without one twice or none."""
    reader = scene.signed_in()
    _, questions = scene.quiz("first")
    made = [scene.attempt(reader, questions, "a", started_at=f"2027-01-01 00:00:{n:02}") for n in range(51)]
    first, place = scene.ask(AFTER, None)
    second, end = scene.ask(AFTER, place)
    said = [attempt["attempt_id"] for page in (first, second) for attempt in page["attempts"]]
    assert said == [str(one) for one in reversed(made)]
    assert end is None
