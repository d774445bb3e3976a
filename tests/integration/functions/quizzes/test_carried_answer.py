"""masterclass.carried_answer: an answer to one version of a question, as an answer to another."""

import pytest
from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

ASKED = """
select masterclass.carried_answer(
         jsonb_populate_record(null::masterclass.quiz_questions, %s),
         jsonb_populate_record(null::masterclass.quiz_questions, %s), %s)
"""


def carried(scene: Scene, kinds: tuple[str, str], asked: dict[str, str], today: dict[str, str], chosen: str) -> object:
    """Carry an answer from options to options, each an id with its words."""
    questions = [
        Jsonb({"kind": kind, "options": [{"id": key, "text": text} for key, text in listed.items()]})
        for kind, listed in zip(kinds, (asked, today), strict=True)
    ]
    return scene.ask(ASKED, *questions, Jsonb(list(chosen)))


@pytest.mark.parametrize(
    ("today", "chosen", "expected"),
    [
        ({"a": "Two", "b": "One"}, "a", ["b"]),
        ({"a": "One!", "b": "Two"}, "a", ["a"]),
        ({"a": "Two", "c": "Three"}, "a", None),
        ({"a": "One", "b": "Two"}, "ab", ["a", "b"]),
    ],
)
def test_by_its_words_then_by_its_letter(
    scene: Scene, today: dict[str, str], chosen: str, expected: list[str] | None
) -> None:
    """Options that changed places are known by their words, mended words by their letter; null where neither fits."""
    assert carried(scene, ("single", "single"), {"a": "One", "b": "Two"}, today, chosen) == expected


def test_another_kind_of_question(scene: Scene) -> None:
    """A number stays what it is; no answer becomes one of another kind."""
    assert carried(scene, ("numeric", "numeric"), {}, {}, "7") == ["7"]
    assert carried(scene, ("single", "numeric"), {"a": "One"}, {}, "a") is None
