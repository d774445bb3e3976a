"""masterclass.questions_as_asked: questions as a reader meets them."""

from tests.integration.functions.scene import Scene


def test_in_the_order_of_their_naming_and_never_the_key(scene: Scene) -> None:
    """Words and options, retired ones too; no answer, tolerance or reason."""
    _, (first, second) = scene.quiz("first", "second")
    scene.corrected(first, "b")
    shown = scene.ask("select masterclass.questions_as_asked(%s)", [second, first])
    assert [(question["id"], question["position"]) for question in shown] == [(str(second), 1), (str(first), 2)]
    assert set(shown[0]) == {"id", "position", "kind", "question", "question_html", "options"}
    assert shown[0]["options"][0] == {"id": "a", "text": "A", "html": "A"}
