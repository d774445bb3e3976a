"""masterclass.current_questions: what a module's quiz asks now."""

from tests.integration.functions.scene import Scene


def test_in_their_order_without_what_was_withdrawn(scene: Scene) -> None:
    """By position; the newest version of each."""
    module, (first, second) = scene.quiz("first", "second")
    newer = scene.corrected(first, "b", position=5)
    assert scene.ask("select masterclass.current_questions(%s)", module) == [second, newer]
    assert scene.ask("select masterclass.current_questions(%s)", scene.module("other")) == []
