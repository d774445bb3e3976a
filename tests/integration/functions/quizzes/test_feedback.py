"""masterclass.feedback: what is said to an answer."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(("given", "correct", "credit"), [(1, True, 1), (0.333333, False, 0.3333)])
def test_right_options_and_where_it_is_explained(scene: Scene, given: float, correct: bool, credit: float) -> None:
    """Wholly right or not, four digits of credit, the key with its reasons, and the block."""
    scene.quiz("first")
    said = scene.ask("select masterclass.feedback(q, %s::numeric) from masterclass.quiz_questions as q", given)
    assert (said["correct"], said["credit"], said["block"]) == (correct, credit, "income")
    assert (said["correct_options"], said["explanations"]) == (["a"], {"a": "Yes."})
