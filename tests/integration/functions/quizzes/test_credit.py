"""masterclass.credit: what an answer is worth."""

import json

import pytest

from tests.integration.functions.conftest import Ask

QUESTION = """
select masterclass.credit(
         jsonb_populate_record(null::masterclass.quiz_questions, jsonb_build_object(
           'kind', %s::text, 'correct_answer', %s::jsonb, 'tolerance', %s::numeric, 'options', %s::jsonb)),
         %s::jsonb)::text
"""
OPTIONS = [{"id": name} for name in "abcd"]


def worth(ask: Ask, kind: str, right: list[str], chosen: list[str], tolerance: str | None = None) -> float:
    """Return what `chosen` is worth where `right` is."""
    return float(ask(QUESTION, kind, json.dumps(right), tolerance, json.dumps(OPTIONS), json.dumps(chosen)))


@pytest.mark.parametrize(("chosen", "credit"), [(["a"], 1), (["b"], 0)])
def test_one_option(ask: Ask, chosen: list[str], credit: float) -> None:
    """The right one earns all, another nothing."""
    assert worth(ask, "single", ["a"], chosen) == credit


@pytest.mark.parametrize(
    ("chosen", "credit"),
    [
        (["a", "b"], 1),
        (["a"], 0.5),
        (["b"], 0.5),
        (["a", "c"], 0),
        (["a", "b", "c"], 0.5),
        (["c", "d"], 0),
        (["a", "b", "c", "d"], 0),
    ],
)
def test_several_options(ask: Ask, chosen: str, credit: float) -> None:
    """Each right tick earns its share, each wrong one costs its share: ticking everything earns exactly nothing."""
    assert worth(ask, "multiple", ["a", "b"], list(chosen)) == credit


@pytest.mark.parametrize(("given", "credit"), [("330000", 1), ("329999.5", 1), ("330001", 0), ("-330000", 0)])
def test_a_number(ask: Ask, given: str, credit: float) -> None:
    """A number is right within its tolerance, the bound included."""
    assert worth(ask, "numeric", ["330000"], [given], "0.5") == credit
