"""The functions of the one arithmetic upon doubles, the same in Python and in a browser, bit for bit.

Everything is an IEEE 754 double and nothing is used but `+ - * /`, comparisons, the floor and the remainder, in one
written order; powers and logarithms are made of those here and in `site/scripts/reals.js`, because a library's last
digit is its own affair. What has no value (a division by zero, a root of a negative number) is NaN and spreads.
"""

import math
import operator
from collections.abc import Callable
from functools import lru_cache

from shared.authoring.calculators.summaries import NOTHING, greatest, is_true, least

MOST_WHOLE_EXPONENT = 10_000
LN2 = 0.6931471805599453
HALF_UP_NUDGE = 2.0**-46  # 1.005 is a little less than it says; people round it to 1.01 all the same
MOST_EXACT = 4503599627370496.0  # 2 ** 52: above it, a double has no halves


def rounded(value: float, places: float) -> float:
    """Half up, away from zero; `places` may be negative."""
    scale = _scale(abs(places))
    scaled = abs(value) * scale if places >= 0 else abs(value) / scale
    if not scaled < MOST_EXACT:
        return value
    whole = math.floor(scaled + 0.5 + scaled * HALF_UP_NUDGE)
    made = whole / scale if places >= 0 else whole * scale
    return -made if value < 0 else made


@lru_cache(maxsize=32)
def _scale(places: float) -> float:
    return power(10.0, places)


def divided(left: float, right: float) -> float:
    """Nothing divided by zero has a value."""
    return NOTHING if right == 0 else left / right


def power(number: float, exponent: float) -> float:
    """A whole exponent multiplies; any other goes by logarithm and needs a positive number."""
    if exponent != exponent or number != number or abs(exponent) == math.inf:
        return NOTHING
    if exponent == math.floor(exponent) and abs(exponent) <= MOST_WHOLE_EXPONENT:
        return _whole_power(number, exponent) if exponent >= 0 else divided(1.0, _whole_power(number, -exponent))
    if number == 0 and exponent > 0:
        return 0.0
    return exponential(exponent * logarithm(number)) if number > 0 else NOTHING


def _whole_power(number: float, exponent: float) -> float:
    made, factor, left = 1.0, number, exponent
    while left > 0:
        half = math.floor(left / 2)
        if left - half * 2 == 1:
            made = made * factor
        factor = factor * factor
        left = half
    return made


def logarithm(number: float) -> float:
    """The natural logarithm of a positive number, from halvings and the series of atanh."""
    if not 0 < number < math.inf:
        return NOTHING
    halvings, left = 0.0, number
    while left > 1.5:
        left, halvings = left / 2, halvings + 1
    while left < 0.75:
        left, halvings = left * 2, halvings - 1
    ratio = (left - 1) / (left + 1)
    square, term, total, odd = ratio * ratio, ratio, 0.0, 1.0
    while odd < 40:
        total = total + term / odd
        term = term * square
        odd = odd + 2
    return 2 * total + halvings * LN2


def exponential(exponent: float) -> float:
    """The number e to a power, from doublings and the series."""
    if not -700 < exponent < 700:
        return 0.0 if exponent <= -700 else NOTHING
    doublings = math.floor(exponent / LN2 + 0.5)
    left = exponent - doublings * LN2
    term, total, number = 1.0, 1.0, 1.0
    while number < 24:
        term = term * left / number
        total = total + term
        number = number + 1
    return total * power(2.0, float(doublings))


def annuity(principal: float, rate: float, payments: float) -> float:
    """The level payment that repays `principal` at `rate` a period in so many payments."""
    if rate == 0:
        return divided(principal, payments)
    return divided(principal * rate, 1 - divided(1.0, power(1 + rate, payments)))


@lru_cache(maxsize=4_096)
def luck(draw: float) -> float:
    """The `draw`-th of a fixed stream of draws from the normal distribution: twelve uniform ones, less six."""
    if not math.isfinite(draw):
        return NOTHING
    state = math.fmod(math.floor(abs(draw)) * 48271.0 + 11.0, 2147483647.0)
    total = 0.0
    for number in range(16):
        state = math.fmod(state * 16807.0, 2147483647.0)
        total = total + state / 2147483647.0 if number >= 4 else total
    return total - 6


def _ceiling(value: float) -> float:
    return -_floor(-value)


def _floor(value: float) -> float:
    return float(math.floor(value)) if abs(value) < MOST_EXACT else value


BINARY: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divided,
    "**": power,
    "<": lambda left, right: float(left < right),
    "<=": lambda left, right: float(left <= right),
    ">": lambda left, right: float(left > right),
    ">=": lambda left, right: float(left >= right),
    "==": lambda left, right: float(left == right),
    "!=": lambda left, right: float(left != right),
    "and": lambda left, right: float(is_true(left) and is_true(right)),
    "or": lambda left, right: float(is_true(left) or is_true(right)),
    "round": rounded,
}
UNARY: dict[str, Callable[[float], float]] = {
    "negative": operator.neg,
    "not": lambda value: float(not is_true(value)),
    "floor": _floor,
    "ceil": _ceiling,
    "abs": math.fabs,
    "luck": luck,
}
APPLIED: dict[str, Callable[..., float]] = {
    **BINARY,
    **UNARY,
    "min": lambda *values: least(list(values)),
    "max": lambda *values: greatest(list(values)),
    "annuity": annuity,
}
