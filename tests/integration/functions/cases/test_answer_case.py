"""masterclass.answer_case: one's own answer first."""

import pytest

from tests.integration.functions.scene import Scene

ANSWER = "select masterclass.answer_case('budget', %s, %s)"


def test_the_answer_is_kept_and_the_model_shown(scene: Scene) -> None:
    """The same answer sent twice is one; another one is another; rubric and model answer come back."""
    scene.signed_in()
    scene.case(scene.module())
    shown = [scene.ask(ANSWER, "first-pay", answer) for answer in ("Mine.", "Mine.", "Better.")]
    assert all(answer == {"rubric": [], "model_answer_html": "<p>Half.</p>"} for answer in shown)
    assert scene.ask("select array_agg(answer order by answer) from masterclass.case_answers") == ["Better.", "Mine."]


@pytest.mark.parametrize(("preview", "case", "code"), [(True, "another", "MC404"), (False, "first-pay", "MC402")])
def test_refusals(scene: Scene, preview: bool, case: str, code: str) -> None:
    """No such case, or a module that is closed: nothing is kept or shown."""
    scene.signed_in()
    scene.case(scene.module(is_preview=preview))
    assert scene.refusal(ANSWER, case, "Mine.")[0] == code
    assert scene.ask("select count(*) from masterclass.case_answers") == 0
