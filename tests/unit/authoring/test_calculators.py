"""Calculators: what is declared is computed as a browser computes it, and what is wrong is said with its place."""

import math
import shutil

import pytest

from shared.authoring.calculators import reals
from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from tests.prove.calculating.parity import disagreements
from tests.unit.authoring.calculators import compiled, documented

WORDS = """
title: Bands
question: What is due?
inputs:
  - {key: income, label: Income, unit: usd, default: 250000, least: 0, most: 900000, step: 1000}
  - {key: rate, label: Rate, unit: percent, default: 6, least: 0, most: 12, step: 0.125}
tables:
  band: {kind: whole, steps: [{up_to: 100000, value: 0.09}, {value: 0.10}]}
  later: {kind: whole, edge: excluded, steps: [{up_to: 100000, value: 20}, {value: 25}]}
  tax: {kind: marginal, steps: [{up_to: 20000, value: 0.1}, {up_to: 100000, value: 0.2}, {value: 0.3}]}
formulas:
  - {key: due, label: Due, formula: band(income) * income / 12}
  - {key: term, label: Term, unit: years, formula: later(income)}
  - {key: owed, label: Tax, formula: tax(income)}
  - {key: monthly, label: Monthly, formula: "annuity(230000, rate / 12, 60)"}
  - {key: worst, label: Worst tenth, formula: "quantile(outcome, 0.1)"}
  - {key: chance, label: Chance, unit: percent, formula: share_of}
  - {key: share_of, label: Share, unit: percent, formula: share_where}
  - {key: share_where, label: Where, unit: percent, formula: "count(outcome > 0) / total(one)"}
series:
  - key: draws
    index: draw
    label: Draws
    from: 1
    to: 400
    columns:
      - {key: outcome, label: Outcome, formula: luck(draw) + rate ** 0.5}
      - {key: one, label: One, formula: "1"}
outputs: [{key: due, sentences: [{text: "{due} a month"}]}]
charts: [{title: Luck, kind: histogram, series: draws, column: outcome}]
example: {title: none, lines: {Due: due}}
"""


def test_the_documented_calculator_is_right() -> None:
    """What docs/calculators.md shows compiles, and repeats its lesson's example to the last dollar."""
    assert compiled(documented())[1] == []


def test_bands_annuities_and_draws() -> None:
    """An edge belongs to its step or the next as declared, slices are taxed each at its rate, luck is fixed."""
    made = Program(compiled(WORDS)[0])
    at_edge, above = Calculation(made, {"income": 100_000}), Calculation(made, {"income": 100_001})
    assert (at_edge.value("due"), round(above.value("due"), 2)) == (750, 833.34)
    assert (at_edge.value("term"), above.value("term")) == (25, 25)
    assert Calculation(made, {"income": 99_999}).value("term") == 20
    assert Calculation(made, {}).value("owed") == 63_000
    assert round(Calculation(made, {}).value("monthly"), 2) == 4446.54
    assert Calculation(made, {"rate": 0}).value("monthly") == 230_000 / 60
    assert Calculation(made, {}).value("worst") == Calculation(made, {}).value("worst") < 0
    assert Calculation(made, {}).value("chance") == Calculation(made, {}).value("share_where") > 0.5


@pytest.mark.parametrize("text", [WORDS, documented()], ids=["bands", "documented"])
def test_python_and_the_page_agree(text: str) -> None:
    """Formulas and series come to the same bits in Python and in the page's modules."""
    if shutil.which("node") is None:
        pytest.skip("Node is not here (the page's modules): make setup-system installs it")
    outcome = disagreements(compiled(text)[0], 150, seed=4)
    assert (outcome.cases, outcome.wrong) == (150, 0), outcome.says


def test_reals_are_near_the_library() -> None:
    """Powers by our own steps are the library's to twelve digits; rounding is half up; what has no value is NaN."""
    for number, exponent in [(1.005, 60), (1.04, 14.5), (0.3, -7.25), (120.0, 1 / 3), (2.0, -3.0), (9.0, 0.5)]:
        assert math.isclose(reals.power(number, exponent), number**exponent, rel_tol=1e-12)
    assert [reals.rounded(1.005, 2), reals.rounded(-2.5, 0), reals.rounded(1_234_567, -3)] == [1.01, -3, 1_235_000]
    assert all(value != value for value in (reals.divided(1, 0), reals.power(-1, 0.5), reals.power(2, math.inf)))
    assert reals.power(0, 0.5) == 0


# what is written, what it is replaced with, and what is said
MISTAKES = {
    "a name that is none": ("band(income) *", "band(incom) *", "there is no 'incom' (did you mean 'income'?)"),
    "a function that is none": ("band(income) *", "bands(income) *", "there is no function or table 'bands'"),
    "too few values": ("annuity(230000, rate / 12, 60)", "annuity(230000, rate)", "annuity(…) takes 3 values"),
    "a circle": ("formula: share_of}", "formula: share_where + chance}", "goes in a circle"),
    "a column outside its series": ("formula: share_of}", "formula: outcome}", "has a value in each row of 'draws'"),
    "previous without a start": (
        "luck(draw)",
        "previous(outcome)",
        "names a column of its own series that has a start",
    ),
    "a default out of its limits": ("default: 250000", "default: 2500000", "its default between them"),
    "a name twice": ("key: worst", "key: due", "the name 'due' is taken"),
    "a table that ends": ("{value: 0.10}", "{up_to: 200000, value: 0.10}", "every step but the last has an up_to"),
    "a sentence about nothing": ('"{due} a month"', '"{do} a month"', "there is no 'do'"),
    "a chart of nothing": ("column: outcome", "column: outcomes", "names the column 'outcomes'"),
    "an example that is not there": ("title: none", "title: nothing", "have no example 'nothing'"),
    "no arithmetic": ("formula: share_of}", "formula: 1 +}", "ends too early"),
    "a range that is missing": (
        "kind: histogram, series: draws, column: outcome",
        "kind: ranges, bars: [{label: Due, parts: [{value: due, label: Due, ink: ink}]}]",
        "needs a range and one part for each bar",
    ),
    "a number taken for nothing": (
        "example:",
        "takes: {incom: {page: p, entry: e}}\nexample:",
        "there is no input 'incom'",
    ),
    "a number written of nothing": ("example:", "writes: {income: incom}\nexample:", "there is no 'incom' to write"),
    "a field nobody knows": ("kind: histogram", "kynd: histogram", "there is no field"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_said(name: str) -> None:
    """Each mistake in a calculator is said, in words that lead to it."""
    before, after, said = MISTAKES[name]
    assert before in WORDS
    found = compiled(WORDS.replace(before, after, 1))[1]
    assert any(said in line for line in found), found


def test_the_example_holds_the_calculator() -> None:
    """A default that no longer gives the lesson's figures is said with both figures."""
    found = compiled(documented().replace("default: 1900", "default: 1950"))[1]
    assert any("'Six months with it' is $43,800 in the lesson and 44,100 here" in line for line in found), found


def test_further_examples_hold_it_too() -> None:
    """A calculator repeats each further example as well, with what that one changes, and says which figure strayed."""
    title = "The fund before and after the loan payment begins"
    also = f"\nalso:\n  - {{title: {title}, inputs: {{loan: 1950}}, lines: {{Six months with it: target_with_loan}}}}\n"
    assert compiled(documented() + also.replace("1950", "1900"))[1] == []
    found = compiled(documented() + also)[1]
    assert found == ["also.0.lines: 'Six months with it' is $43,800 in the lesson and 44,100 here"], found
