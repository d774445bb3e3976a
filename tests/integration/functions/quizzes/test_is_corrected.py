"""masterclass.is_corrected: whether a later version corrects the key of an earlier one."""

from typing import Any

import pytest

from tests.integration.functions.scene import Scene

ASKED = """
select masterclass.is_corrected(asked, today)
  from masterclass.quiz_questions as asked, masterclass.quiz_questions as today
 where asked.version = 1 and today.version = 2
"""
NUMERIC = {"kind": "numeric", "options": "[]"}


@pytest.mark.parametrize(
    ("asked", "today", "corrected"),
    [
        ({"right": "a"}, {"right": "a", "question": "Better words"}, False),
        ({"right": "a"}, {"right": "b"}, True),
        ({"right": "ab", "kind": "multiple"}, {"right": "ba", "kind": "multiple"}, False),
        ({"right": "ab", "kind": "multiple"}, {"right": "abc", "kind": "multiple"}, True),
        ({"right": "a"}, {"right": "a", "kind": "multiple"}, True),
        ({"right": ["7"], "tolerance": 0, **NUMERIC}, {"right": ["7.0"], "tolerance": 0, **NUMERIC}, False),
        ({"right": ["7"], "tolerance": 0, **NUMERIC}, {"right": ["7"], "tolerance": 1, **NUMERIC}, True),
        ({"right": ["7"], "tolerance": 0, **NUMERIC}, {"right": ["8"], "tolerance": 0, **NUMERIC}, True),
    ],
)
def test_another_answer_or_tolerance(
    scene: Scene, asked: dict[str, Any], today: dict[str, Any], corrected: bool
) -> None:
    """A new wording corrects nothing; another right answer, tolerance or kind does."""
    block = scene.block(scene.module())
    question = scene.question(block, **asked)
    scene.corrected(question, **today)
    assert scene.ask(ASKED) is corrected
