"""masterclass.reader_attempts: the reader's attempts at a module's quiz."""

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.reader_attempts('budget')"


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
