"""masterclass.answer_fault: why an answer cannot be graded."""

import json

import pytest

from tests.integration.functions.scene import Scene

ASKED = """
select masterclass.answer_fault(jsonb_populate_record(null::masterclass.quiz_questions, jsonb_build_object(
         'kind', %s::text, 'options', '[{"id": "a"}, {"id": "b"}]'::jsonb)), %s::jsonb)
"""
A_NUMBER = 'one decimal number as a string, such as "330000" or "-12.5"'


@pytest.mark.parametrize(
    ("kind", "chosen", "fault"),
    [
        ("single", ["a"], None),
        ("single", ["a", "b"], "exactly one option"),
        ("single", [], "exactly one option"),
        ("single", ["z"], "options of this question"),
        ("multiple", ["b", "a"], None),
        ("multiple", [], "at least one option"),
        ("multiple", ["a", "a"], "each option once"),
        ("numeric", ["-12.5"], None),
        ("numeric", ["1,5"], A_NUMBER),
        ("numeric", ["1e3"], A_NUMBER),
        ("numeric", ["NaN"], A_NUMBER),
        ("numeric", ["9" * 19], A_NUMBER),
        ("numeric", ["1", "2"], A_NUMBER),
    ],
)
def test_it_must_fit_its_question(scene: Scene, kind: str, chosen: list[str], fault: str | None) -> None:
    """Null for what can be graded; words that say what is wanted otherwise."""
    assert scene.ask(ASKED, kind, json.dumps(chosen)) == fault
