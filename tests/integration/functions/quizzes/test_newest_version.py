"""masterclass.newest_version: the version of a question that is asked today."""

from tests.integration.functions.scene import Scene

ASKED = "select (masterclass.newest_version(%s)).id"


def test_itself_its_successor_or_none(scene: Scene) -> None:
    """Of any version the one that is asked; null once all of them are withdrawn."""
    _, (question, _) = scene.quiz("first", "second")
    assert scene.ask(ASKED, question) == question
    successor = scene.corrected(question, "b")
    assert [scene.ask(ASKED, version) for version in (question, successor)] == [successor, successor]
    scene.ask("update masterclass.quiz_questions set retired_at = now()")
    assert scene.ask(ASKED, question) is None
