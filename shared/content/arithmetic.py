"""Worked examples recomputed: `label: expression = result`, exactly, at the precision shown."""

import ast
import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import NamedTuple

LONGEST_LINE = 300
MOST_BITS = 100_000
_NUMBER = re.compile(r"\d{1,20}(?:\.\d{1,20})?")
_EXPRESSION = re.compile(r"(?:\d{1,20}(?:\.\d{1,20})?|[-+*/() ])+")
_RESULT = re.compile(
    r"(?P<sign>[-\u2212]?)(?P<currency>\$?)(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?)"
    r"(?P<percent> ?%)?(?P<unit> [A-Za-z][^=]*)?"
)
_ROOTS = Context(prec=60)
_SHOWN = {"**": "^", "*": "\N{MULTIPLICATION SIGN}", "/": "÷", "-": "\N{MINUS SIGN}"}


class Incorrect(Exception):
    """A line is not arithmetic, or its result is not what the expression gives; the message says which."""


class Calculation(NamedTuple):
    """One line as the reader sees it."""

    label: str
    expression: str
    result: str


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
    if _rounded(value, places) != stated:
        right = f"{Decimal(_rounded(value, places).numerator) / _rounded(value, places).denominator:,.{places}f}"
        raise Incorrect(f"{expression} is {right}{(shown['percent'] or '').strip()}, but the line says {result}")
    return Calculation(label.strip(), _typeset(expression), result)


def evaluate(expression: str) -> Fraction:
    """Return the exact value of `expression` (numbers, + - * / ** and parentheses); raises Incorrect."""
    if not _EXPRESSION.fullmatch(expression):
        raise Incorrect(f"{expression!r} may hold only numbers without commas, + - * / ** and parentheses")
    try:
        return _value(ast.parse(expression.strip(), mode="eval").body, expression.strip())
    except ZeroDivisionError:
        raise Incorrect(f"{expression!r} divides by zero") from None
    except (SyntaxError, ValueError, ArithmeticError, MemoryError, RecursionError):
        raise Incorrect(f"{expression!r} cannot be computed") from None


def _value(node: ast.expr, source: str) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(source[node.col_offset : node.end_col_offset])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, source)
    if isinstance(node, ast.BinOp):
        return _combined(node.op, _value(node.left, source), _value(node.right, source))
    raise ValueError("not arithmetic")


def _combined(operator: ast.operator, left: Fraction, right: Fraction) -> Fraction:
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right
        case ast.Pow():
            return _power(left, right)
        case _:
            raise ValueError("not arithmetic")


def _power(number: Fraction, exponent: Fraction) -> Fraction:
    """A whole exponent gives the exact power; a root is taken to 60 digits, far below what is ever shown."""
    size = number.numerator.bit_length() + number.denominator.bit_length()
    if abs(exponent) * size > MOST_BITS:
        raise ValueError("too large")
    if exponent.denominator == 1:
        return number**exponent.numerator
    if number <= 0:
        raise ValueError("no real root")
    decimals = [_ROOTS.divide(Decimal(part.numerator), Decimal(part.denominator)) for part in (number, exponent)]
    return Fraction(_ROOTS.power(*decimals))


def _rounded(value: Fraction, places: int) -> Fraction:
    """Half up, as people round money by hand; away from zero below it."""
    scaled = abs(value) * 10**places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def _typeset(expression: str) -> str:
    """`252000 / 12` as a reader likes it: `252,000 ÷ 12`."""
    grouped = _NUMBER.sub(lambda found: _grouped(found[0]), expression)
    return re.sub(r"\*\*|[*/-]", lambda found: _SHOWN[found[0]], grouped)


def _grouped(number: str) -> str:
    whole, point, decimals = number.partition(".")
    return f"{int(whole):,}{point}{decimals}"
