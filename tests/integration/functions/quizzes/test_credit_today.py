"""masterclass.credit_today: what an answer is worth under the question of today."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = """
select masterclass.credit_today(asked, today, %s::jsonb, %s::numeric)::float
  from masterclass.quiz_questions as asked, masterclass.quiz_questions as today
 where asked.version = 1 and today.version = 2
"""


@pytest.mark.parametrize(
    ("right", "chosen", "given", "worth"),
    [("b", '["b"]', 0, 1), ("b", '["a"]', 1, 0), ("a", '["b"]', 0.5, 0.5)],
)
def test_a_correction_counts_and_a_wording_does_not(
    scene: Scene, right: str, chosen: str, given: float, worth: float
) -> None:
    """Under another key it is graded anew; under the same it is worth what it was."""
    _, (question,) = scene.quiz("first")
    scene.corrected(question, right, question="As it is asked today")
    assert scene.ask(ASKED, chosen, given) == worth


def test_what_cannot_be_graded_any_more(scene: Scene) -> None:
    """An answer that the question of today cannot take is worth what it was."""
    _, (question,) = scene.quiz("first")
    scene.corrected(question, ["7"], kind="numeric", tolerance=0, options="[]")
    assert scene.ask(ASKED, '["a"]', 1) == 1
