"""A slice of `make prove AREA=learning`, and the scanner's own test."""

import random
from collections.abc import Iterator

import pytest

from shared.authoring.load import load_course
from tests.prove import learning
from tests.prove.proof import assert_slice
from tests.prove.study.keys import scan
from tests.prove.study.small_course import studying
from tests.support.databases import ROOT


@pytest.mark.parametrize("proof", learning.PROOFS, ids=lambda proof: proof.name)
def test_learning_slice(proof: learning.Proof) -> None:
    """Grading, races, keys and progress hold on a slice."""
    assert_slice(proof, seed=3)


LEAKS = {
    "holds b'330000'": "update masterclass.content_blocks set html = html || 'the answer is 330000'",
    "holds b'explanation'": "update masterclass.content_modules set summary = 'see the explanation'",
    "changes with the key": """
        create or replace function masterclass.current_questions(module uuid) returns uuid[]
        language sql stable security definer
        as $$
          select array_agg(q.id order by q.correct_answer::text)
            from masterclass.quiz_questions as q
           where q.module_id = module
        $$
    """,
}


def test_the_scanner_finds_a_planted_key() -> None:
    """A key in a lesson, a word of it in the catalogue, or an order of questions that follows it is found."""
    with studying() as (made, questions):
        assert scan(made, questions, random.Random(1))[0] == []
        for found, leak in LEAKS.items():
            questions.rows(leak)
            told = [line for number in range(4) for line in scan(made, questions, random.Random(number))[0]]
            assert any(found in line for line in told), (found, told)


def test_no_page_holds_a_key_of_the_course() -> None:
    """No file of the site holds an explanation, a rubric line or a model answer of the real course."""
    course, _ = load_course(ROOT / "sql" / "course", "course")
    assert course is not None
    secrets = [
        text for module in course.modules for question in module.questions for text in question.explanations.values()
    ]
    secrets += [str(item["text"]) for module in course.modules if module.case for item in module.case.rubric]
    secrets += [line for module in course.modules if module.case for line in module.case.model_answer.split("\n")]
    needles = [secret[:60].encode() for secret in secrets if len(secret) > 20]
    assert len(needles) > 50
    for path, content in _pages():
        assert not [needle for needle in needles if needle in content], path


def _pages() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "site").rglob("*")):
        if path.is_file():
            yield str(path), path.read_bytes()
