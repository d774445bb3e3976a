"""What somebody earns who has not read the lesson: by position or by length, at single and at multiple choices."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from shared.authoring.records import ChoiceQuestion, Option

ALLOWED = Fraction(3, 100)
FEWEST = 30  # below it, an even spread is luck
POSITIONS = "abcde"
Order = Callable[[Option], int]
Strategy = Callable[[ChoiceQuestion], Fraction]


def strategies() -> dict[str, Strategy]:
    """Return what each way of guessing earns at a question, from 0 to 1; of equal options it takes any."""
    found: dict[str, Strategy] = {
        "the longest option": lambda question: _ranked(question, _longer, 0),
        "the second longest option": lambda question: _ranked(question, _longer, 1),
        "the shortest option": lambda question: _ranked(question, _shorter, 0),
        "the second shortest option": lambda question: _ranked(question, _shorter, 1),
        "the last option": lambda question: _ticked(question, question.options[-1:]),
    }
    for position, letter in enumerate(POSITIONS):
        found[f"option {letter}"] = lambda question, position=position: (
            _ticked(question, question.options[position : position + 1])
            if position < len(question.options)
            else chance(question)
        )
    return found


def halves() -> dict[str, Strategy]:
    """Return what ticking half of a multiple choice's options earns, the middle one included."""
    return {
        "the longer half": lambda question: _ticked(question, sorted(question.options, key=_longer)[: half(question)]),
        "the shorter half": lambda question: _ticked(
            question, sorted(question.options, key=_shorter)[: half(question)]
        ),
        "the first half": lambda question: _ticked(question, question.options[: half(question)]),
        "the last half": lambda question: _ticked(question, question.options[-half(question) :]),
    }


def half(question: ChoiceQuestion) -> int:
    """Return how many options are half of them, rounded up."""
    return (len(question.options) + 1) // 2


def chance(question: ChoiceQuestion, ticks: int = 1) -> Fraction:
    """Return what so many ticks earn that fall anywhere."""
    ways = list(combinations(question.options, ticks))
    return sum((_ticked(question, way) for way in ways), Fraction(0)) / len(ways)


def winning(questions: Sequence[ChoiceQuestion]) -> list[str]:
    """Return a sentence for each way of guessing that earns more than chance and three points.

    It is asked of single choices, of multiple ones (half of the options ticked), and of all together.
    """
    singles = [question for question in questions if question.kind == "single"]
    multiples = [question for question in questions if question.kind == "multiple"]
    said = [text for name, way in strategies().items() for text in _gain(name, singles, way, chance)]
    said += [
        text
        for name, way in halves().items()
        for text in _gain(f"{name} of a multiple choice", multiples, way, lambda one: chance(one, half(one)))
    ]
    return said


def _gain(name: str, questions: Sequence[ChoiceQuestion], way: Strategy, blind: Strategy) -> Iterable[str]:
    if len(questions) < FEWEST:
        return
    got, likely = (sum(map(earn, questions), Fraction(0)) / len(questions) for earn in (way, blind))
    if got > likely + ALLOWED:
        yield f"who always takes {name} gets {float(got):.0%} right, and chance is {float(likely):.0%}"


def _ticked(question: ChoiceQuestion, chosen: Sequence[Option]) -> Fraction:
    """What the quiz gives for these ticks: a right one earns its share, a wrong one of several costs its own."""
    right = sum(option.correct for option in question.options)
    hits = sum(option.correct for option in chosen)
    if question.kind == "single":
        return Fraction(hits)
    misses = Fraction(len(chosen) - hits, max(1, len(question.options) - right))
    return max(Fraction(0), Fraction(hits, right) - misses)


def _ranked(question: ChoiceQuestion, order: Order, rank: int) -> Fraction:
    """What the option at `rank` earns; options of equal length share their ranks."""
    length = order(sorted(question.options, key=order)[rank])
    equal = [option for option in question.options if order(option) == length]
    return sum((_ticked(question, [option]) for option in equal), Fraction(0)) / len(equal)


def _longer(option: Option) -> int:
    return -len(option.text)


def _shorter(option: Option) -> int:
    return len(option.text)
