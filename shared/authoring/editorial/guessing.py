"""What somebody earns who has not read the lesson: by position, by length, by the longest."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from shared.authoring.records import ChoiceQuestion, Option

ALLOWED = Fraction(3, 100)
FEWEST = 30  # below it, an even spread is luck
POSITIONS = "abcde"
Strategy = Callable[[Sequence[Option]], list[Option]]


def strategies() -> dict[str, Strategy]:
    """Return how a guesser chooses, by name; of equal options they take any."""
    found: dict[str, Strategy] = {
        "the longest option": lambda options: _extreme(options, max),
        "the shortest option": lambda options: _extreme(options, min),
    }
    for position, letter in enumerate(POSITIONS):
        found[f"option {letter}"] = lambda options, position=position: list(options[position : position + 1])
    found["the last option"] = lambda options: list(options[-1:])
    return found


def earned(questions: Iterable[ChoiceQuestion], strategy: Strategy) -> tuple[Fraction, Fraction]:
    """Return what `strategy` earns at single-choice questions, and what chance would, each from 0 to 1."""
    singles = [question for question in questions if question.kind == "single"]
    if not singles:
        return Fraction(0), Fraction(0)
    got = chance = Fraction(0)
    for question in singles:
        likely = Fraction(1, len(question.options))
        chosen = strategy(question.options)
        got += Fraction(sum(option.correct for option in chosen), len(chosen)) if chosen else likely
        chance += likely
    return got / len(singles), chance / len(singles)


def winning(questions: Sequence[ChoiceQuestion]) -> list[str]:
    """Return a sentence for each way of guessing that earns more than chance and three points."""
    said: list[str] = []
    if sum(question.kind == "single" for question in questions) < FEWEST:
        return said
    for name, strategy in strategies().items():
        got, chance = earned(questions, strategy)
        if got > chance + ALLOWED:
            said.append(f"who always takes {name} gets {float(got):.0%} right, and chance is {float(chance):.0%}")
    return said


def _extreme(options: Sequence[Option], choose: Callable[[list[int]], int]) -> list[Option]:
    length = choose([len(option.text) for option in options])
    return [option for option in options if len(option.text) == length]
