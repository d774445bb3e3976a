"""Random questions and answers graded by the database's own function, and by an independent one beside it."""

import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import psycopg
from psycopg.types.json import Jsonb

from tests.prove.proof import Outcome
from tests.prove.study.small_course import credit
from tests.prove.world import world

BATCH = 500
GRADE = """
select masterclass.credit(question, chosen), masterclass.answer_fault(question, chosen)
  from jsonb_array_elements(%s) with ordinality as listed (one, n)
 cross join lateral (select jsonb_populate_record(null::masterclass.quiz_questions, one -> 'question') as question,
                            one -> 'chosen' as chosen) as given
 order by n
"""


class Case(NamedTuple):
    """A question, an answer to it, what that is worth, and what the case is about."""

    question: dict[str, Any]
    chosen: list[str]
    worth: Fraction
    about: str


def grading(size: int, seed: int) -> Outcome:
    """Grade `size` random answers; wrong is a credit that is not the independent one to twelve digits."""
    seeded, wrong, graded, ticked_all = random.Random(seed), list[str](), 0, 0
    with world() as made, psycopg.connect(made.database.url("postgres")) as connection:
        while graded < size:
            cases = [case for _ in range(BATCH) for case in _cases(seeded)]
            listed = [{"question": case.question, "chosen": case.chosen} for case in cases]
            rows = connection.execute(GRADE, (Jsonb(listed),)).fetchall()
            wrong += [
                f"{case.about}: {case.question['kind']} {case.chosen} got {got} ({fault}), not {float(case.worth)}"
                for case, (got, fault) in zip(cases, rows, strict=True)
                if not _is_right(case, got, fault)
            ]
            graded += len(cases)
            ticked_all += sum(case.about == "everything ticked" for case in cases)
    says = f"{ticked_all:,} times everything was ticked, for nothing; " + "; ".join(wrong[:3])
    return Outcome(graded, len(wrong), says)


def _is_right(case: Case, got: Decimal, fault: str | None) -> bool:
    """The credit is within 0 and 1, full for the key alone, and the independent one."""
    exact = Fraction(got)
    near = abs(exact - case.worth) < Fraction(1, 10**12)
    return fault is None and 0 <= exact <= 1 and near and (exact == 1) == (case.worth == 1)


def _cases(seeded: random.Random) -> Iterator[Case]:
    yield from (_numeric if seeded.random() < 0.3 else _choice)(seeded)


def _choice(seeded: random.Random) -> Iterator[Case]:
    """A random answer, the same in another order and with the options in another order, everything, and the key."""
    ids = "abcdefgh"[: seeded.randint(2, 8)]
    kind = seeded.choice(["single", "multiple", "multiple"])
    right = 1 if kind == "single" else seeded.randint(1, len(ids) - 1)
    key = sorted(seeded.sample(ids, right))
    question = {"kind": kind, "options": [{"id": one, "text": one} for one in ids], "correct_answer": key}
    chosen = seeded.sample(ids, 1 if kind == "single" else seeded.randint(1, len(ids)))
    worth = credit(kind, frozenset(chosen), frozenset(key), len(ids))
    yield Case(question, chosen, worth, "some ticked")
    yield Case(question, chosen[::-1], worth, "another order of answers")
    turned = question | {"options": seeded.sample(question["options"], len(ids)), "correct_answer": key[::-1]}
    yield Case(turned, chosen, worth, "another order of options")
    yield Case(question, key[::-1], Fraction(1), "the key")
    if kind == "multiple":
        yield Case(question, list(ids), Fraction(0), "everything ticked")


def _numeric(seeded: random.Random) -> Iterator[Case]:
    """At the boundary, a hair inside and a hair outside of it, on both sides, and at any other place."""
    places = seeded.randint(0, 6)
    answer = Decimal(seeded.randint(-(10**9), 10**9)).scaleb(-places)
    tolerance = Decimal(seeded.choice([0, 0, 1, 5, seeded.randint(0, 10**6)])).scaleb(-seeded.randint(0, 6))
    question = {"kind": "numeric", "options": [], "correct_answer": [f"{answer:f}"], "tolerance": f"{tolerance:f}"}
    hair = Decimal(1).scaleb(-12)
    for offset, about in (
        (Decimal(0), "the number"),
        (tolerance, "at the boundary"),
        (-tolerance, "at the boundary"),
        (tolerance + hair, "a hair outside"),
        (-tolerance - hair, "a hair outside"),
        (tolerance - hair, "a hair inside"),
        (Decimal(seeded.randint(-(10**6), 10**6)).scaleb(-3), "anywhere"),
    ):
        given = answer + offset
        yield Case(question, [_written(given, seeded)], Fraction(abs(given - answer) <= tolerance), about)


def _written(number: Decimal, seeded: random.Random) -> str:
    """Return the number as somebody may write it."""
    text = f"{number:f}"
    if "." in text and seeded.random() < 0.3:
        text += "0" * min(2, 12 - len(text.partition(".")[2]))
    return "+" + text if number >= 0 and seeded.random() < 0.2 else text
