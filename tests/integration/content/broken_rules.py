"""Each rule of the house and how a copy of a real module is made to break it."""

import re
from collections.abc import Callable

LONG = "You keep what you do not spend, and " * 8 + "then you stop."
CASE_EXAMPLE = """example:
  title: The fund once the loan payment begins
  inputs: {loan: 1900, necessary: 5200}
  lines: {Necessary spending with the loan: with_loan}
"""
Edit = Callable[[str], str]


def after_first_heading(added: str) -> Edit:
    """Return an edit that puts a paragraph below the lesson's first heading."""
    return lambda text: re.sub(r"(?m)^(## .*)$", lambda found: f"{found[0]}\n\n{added}", text, count=1)


def without(pattern: str) -> Edit:
    """Return an edit that takes out what matches."""
    return lambda text: re.sub(pattern, "", text, flags=re.DOTALL | re.MULTILINE)


def added_questions(number: int, kind: str, right: str, wrong: str = "It is so") -> Edit:
    """Return an edit that adds questions of four options, those in `right` correct."""

    def question(key: int) -> str:
        options = "".join(
            f'      - {{id: {letter}, text: "{"It is so" if letter in right else wrong}, {letter}", '
            f'explanation: "So it is."{", correct: true" if letter in right else ""}}}\n'
            for letter in "abcd"
        )
        head = f"  - key: added-{kind}-{right}-{key}\n    kind: {kind}\n    block: cash-flow\n    question: Which?\n"
        return f"{head}    options:\n{options}"

    return lambda text: text.rstrip("\n") + "\n" + "".join(question(key) for key in range(number))


BROKEN: dict[str, tuple[str, str, Edit, str]] = {  # what is wrong: copy, file, edit, what is said of it
    "a sentence without end": ("long", "lesson.md", after_first_heading(LONG), "at most 38"),
    "too hard to read": (
        "short",
        "lesson.md",
        after_first_heading(
            ("Organizational characteristics necessitate comprehensive administrative documentation responsibilities. ")
            * 60
        ),
        "Flesch-Kincaid",
    ),
    "too long": ("guessed", "lesson.md", after_first_heading("You save. " * 1200), "words of prose"),
    "no figures": ("bare", "lesson.md", without(r"^!\[.*?\)$"), "fewer than 2 figures"),
    "no examples": ("bare", "lesson.md", without(r"^~~~example.*?^~~~$"), "worked examples"),
    "British spelling": (
        "long",
        "lesson.md",
        after_first_heading("Your behaviour counts."),
        "'behaviour' is not American",
    ),
    "two British words": ("long", "case.md", lambda text: text + "\nTen per cent.\n", "'per cent' is not American"),
    "a descriptor": (
        "long",
        "lesson.md",
        after_first_heading("An office or other outpatient visit."),
        "CPT descriptor",
    ),
    "a real person": ("long", "plan.md", lambda text: text + "\nAs Warren Buffett says.\n", "is a real person's name"),
    "all of the above": (
        "bare",
        "quiz.yaml",
        lambda text: re.sub(r"(id: d, text: )\"[^\"]*\"", r'\1"All of the above"', text),
        "each option stands by itself",
    ),
    "no working": ("long", "quiz.yaml", without(r"^ +working: .*?\n"), "has no working"),
    "sentences long on average": (
        "long",
        "lesson.md",
        after_first_heading(f"{'You see ' * 15}it. " * 90),
        "words on average",
    ),
    "too short": (
        "bare",
        "lesson.md",
        lambda text: re.sub(r"(?m)^[A-Z][^\n|]{200,}$", "Text.", text),
        "words of prose; a lesson has 1,200 to 2,200",
    ),
    "too many blocks": (
        "long",
        "lesson.md",
        lambda text: text + "".join(f"\n## More {number} {{#more-{number}}}\n\nText.\n" for number in (1, 2, 3)),
        "blocks; a lesson has 5 to 8",
    ),
    "too few questions": (
        "short",
        "quiz.yaml",
        lambda text: "".join(re.split(r"(?=  - key: )", text)[:6]),
        "5 questions;",
    ),
    "questions of one kind": (
        "bare",
        "quiz.yaml",
        without(r"^  - key: [a-z-]+\n    kind: numeric.*?(?=^  - key: |\Z)"),
        "no question of kind numeric",
    ),
    "a short rubric": (
        "long",
        "case.md",
        without(r"^  - \{id: (?:fixed|automatic|unknowns),.*?\}$\n"),
        "4 rubric items",
    ),
    "a rule for guessers": (
        "guessed",
        "quiz.yaml",
        added_questions(30, "single", "a"),
        "who always takes option a gets",
    ),
    "always is always wrong": (
        "guessed",
        "quiz.yaml",
        added_questions(10, "single", "d", wrong="It is never so"),
        "always and never stand in",
    ),
    "two of four, each time": (
        "long",
        "quiz.yaml",
        added_questions(8, "multiple", "ac"),
        "multiple choices have 2 right options",
    ),
    "a link to no module": (
        "long",
        "lesson.md",
        after_first_heading("[This](/learn/nowhere#x)."),
        "there is no module 'nowhere'",
    ),
    "a default of its own": (
        "guessed",
        "calculator.yaml",
        lambda text: text.replace("default: 1900", "default: 1950").replace(
            "example:\n", "example:\n  inputs: {loan: 1900}\n"
        ),
        "its defaults are not its example's: loan",
    ),
    "an example of the case": (
        "short",
        "calculator.yaml",
        lambda text: re.sub(r"example:\n.*?(?=^\w|\Z)", CASE_EXAMPLE, text, flags=re.DOTALL | re.MULTILINE),
        "stands in the case; name one of the lesson",
    ),
    "a misconception nobody holds": (
        "bare",
        "quiz.yaml",
        without(r",? ?misconception: [a-z-]+"),
        "no wrong option holds",
    ),
    "no misconceptions": (
        "short",
        "quiz.yaml",
        lambda text: re.sub(
            r",? ?misconception: [a-z-]+", "", re.sub(r"misconceptions:.*?(?=questions:)", "", text, flags=re.DOTALL)
        ),
        "0 misconceptions",
    ),
}
