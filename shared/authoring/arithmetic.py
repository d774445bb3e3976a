"""Worked examples recomputed: `label: expression = result`, exactly, at the precision shown."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from shared.authoring.exact import evaluate, rounded
from shared.authoring.language import Incorrect

LONGEST_LINE = 300
_RESULT = re.compile(
    r"(?P<sign>[-\u2212]?)(?P<currency>\$?)(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?)"
    r"(?P<percent> ?%)?(?P<unit> [A-Za-z][^=]*)?"
)
_PIECE = re.compile(r"\d{1,20}(?:\.\d{1,20})?|\*\*|[<>!=]=|[*/,-]|(?:min|max|round|if)(?=\s*\()")
_SHOWN = {
    "**": "^",
    "*": "\N{MULTIPLICATION SIGN}",
    "/": "÷",
    "-": "\N{MINUS SIGN}",
    ",": ";",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "==": "=",
    "min": "the smaller of ",
    "max": "the larger of ",
    "round": "rounded ",
    "if": "if ",
}


class Shown(NamedTuple):
    """A result as the reader sees it: what it says, how many decimals it shows, and whether it is a percentage."""

    written: str
    value: Fraction
    decimals: int
    is_percent: bool


class Calculation(NamedTuple):
    """One line as the reader sees it."""

    label: str
    expression: str
    result: Shown


def recompute(line: str) -> Calculation:
    """Return `line` taken apart when its result is right; raises Incorrect."""
    label, colon, rest = line.rpartition(":")
    expression, equals, result = (part.strip() for part in rest.rpartition("="))
    if len(line) > LONGEST_LINE or not colon or not equals or not label.strip():
        raise Incorrect("a line of an example reads `Label: expression = result`")
    shown = _RESULT.fullmatch(result)
    if shown is None:
        raise Incorrect(
            f"the result {result!r} is not a number as shown to the reader ($1,234.50, 35.7%, 120 payments)"
        )
    value = evaluate(expression) * (100 if shown["percent"] else 1)
    places = len(shown["decimals"] or "")
    stated = Fraction(shown["number"].replace(",", "")) * (-1 if shown["sign"] else 1)
    right = rounded(value, places)
    if right != stated:
        said = f"{Decimal(right.numerator) / right.denominator:,.{places}f}"
        raise Incorrect(f"{expression} is {said}{(shown['percent'] or '').strip()}, but the line says {result}")
    said = Shown(result, stated, places, bool(shown["percent"]))
    return Calculation(label.strip(), _typeset(expression), said)


def _typeset(expression: str) -> str:
    """`252000 / 12` as a reader likes it: `252,000 ÷ 12`."""
    return _PIECE.sub(lambda found: _SHOWN.get(found[0]) or _grouped(found[0]), expression)


def _grouped(number: str) -> str:
    whole, point, decimals = number.partition(".")
    return f"{int(whole):,}{point}{decimals}"
