"""The one arithmetic, exactly: what examples and workings may say."""

from fractions import Fraction

import pytest

from shared.authoring.arithmetic import recompute
from shared.authoring.exact import evaluate
from shared.authoring.language import DEEPEST, Incorrect

RIGHT = {
    "2 + 3 * 4": 14,
    "-2 ** 2": -4,
    "2 ** -1": Fraction(1, 2),
    "10 / 4 / 5": Fraction(1, 2),
    "min(57600, 52800) - 41000": 11_800,
    "max(0, 3 - 5, 1)": 1,
    "round(1.005, 2)": Fraction(101, 100),
    "round(-2.5, 0)": -3,
    "round(1234567, -3)": 1_235_000,
    "if(3 > 2 and not 0, 10, 1 / 0)": 10,
    "(1 == 1) + (1 != 1) + (2 >= 3 or 2 <= 3)": 2,
}
DEEP = "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1)
WRONG = [
    "",
    "1 +",
    "1,000",
    "a + 1",
    "1 / 0",
    "9 ** 9 ** 9 ** 9",
    "min()",
    "(-8) ** 0.5",
    "1.5.2",
    "2 3",
    "1e5",
    "round(1, 0.5)",
    "().__class__",
    "if(1, 2)",
    DEEP,
    "1" * 3000,
]


@pytest.mark.parametrize("expression", RIGHT)
def test_expressions_have_one_value(expression: str) -> None:
    """Operators bind as in school, functions take what they take, and only the taken branch is computed."""
    assert evaluate(expression) == RIGHT[expression]


@pytest.mark.parametrize("expression", WRONG)
def test_what_is_no_arithmetic_is_refused(expression: str) -> None:
    """Names, code, endless powers, deep nests and divisions by zero are sentences, never results."""
    with pytest.raises(Incorrect):
        evaluate(expression)


def test_a_line_shows_functions_in_words() -> None:
    """A reader sees `the smaller of (57,600; 52,800)`, never a programmer's comma."""
    line = recompute("Still to pay: min(57600, 52800) - 41000 = $11,800")
    assert line.expression == "the smaller of (57,600; 52,800) \N{MINUS SIGN} 41,000"
    assert (line.result.value, line.result.decimals) == (11_800, 0)
