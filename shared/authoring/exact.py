"""Trees computed exactly, in fractions: what worked examples and the workings of numeric questions are held to."""

import operator
from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from fractions import Fraction

from shared.authoring.language import Incorrect, Number, Tree, names_in, parse

MOST_BITS = 100_000
FUNCTIONS = ("min", "max", "round", "if")
_ROOTS = Context(prec=60)
_BINARY: dict[str, Callable[[Fraction, Fraction], Fraction | bool]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda left, right: left / right,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def evaluate(expression: str, names: Mapping[str, Fraction] | None = None) -> Fraction:
    """Return the exact value of `expression` over `names`; raises Incorrect."""
    try:
        tree = parse(expression)
    except Incorrect as problem:
        raise Incorrect(_only_arithmetic(expression, str(problem))) from None
    if names_in(tree) - set(names or {}):
        raise Incorrect(_only_arithmetic(expression, ""))
    try:
        return compute(tree, names or {})
    except ZeroDivisionError:
        raise Incorrect(f"{expression!r} divides by zero") from None
    except (ValueError, ArithmeticError, MemoryError, RecursionError):
        raise Incorrect(f"{expression!r} cannot be computed") from None


def compute(tree: Tree, names: Mapping[str, Fraction]) -> Fraction:
    """Return the value of `tree`; raises ValueError or ArithmeticError where it has none."""
    if isinstance(tree, Number):
        return Fraction(tree.digits)
    if isinstance(tree, str):
        return names[tree]
    if tree.name == "if":
        condition, then, otherwise = tree.arguments
        return compute(then if compute(condition, names) else otherwise, names)
    return _applied(tree.name, [compute(argument, names) for argument in tree.arguments])


def rounded(value: Fraction, places: int) -> Fraction:
    """Half up, as people round money by hand; away from zero below it."""
    scaled = abs(value) * Fraction(10) ** places
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Fraction(whole if value >= 0 else -whole) / Fraction(10) ** places


def _applied(name: str, values: list[Fraction]) -> Fraction:
    match name, values:
        case ("**", [number, exponent]):
            return _power(number, exponent)
        case ("negative", [value]):
            return -value
        case ("not", [value]):
            return Fraction(not value)
        case ("and", [left, right]):
            return Fraction(bool(left and right))
        case ("or", [left, right]):
            return Fraction(bool(left or right))
        case ("min", [_, *_]):
            return min(values)
        case ("max", [_, *_]):
            return max(values)
        case ("round", [value, digits]) if digits.denominator == 1 and abs(digits) <= 15:
            return rounded(value, int(digits))
        case (_, [left, right]) if name in _BINARY:
            return Fraction(_BINARY[name](left, right))
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


def _only_arithmetic(expression: str, reason: str) -> str:
    said = f"{expression!r} may hold only numbers without commas, + - * / **, parentheses and {', '.join(FUNCTIONS)}"
    return f"{said}: {reason}" if reason else said
