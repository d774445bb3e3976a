"""The small course in a proof's world, and what its answers are worth, worked out without the database."""

import contextlib
import tempfile
from collections.abc import Generator, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import psycopg

from tests.prove.world import World, world
from tests.support.courses import load_rows, write_course

MODULES = ("cash-flow", "student-loans", "insurance")
BLOCKS = ("what-it-is", "how-it-works")
OPTIONS = {"single": "ab", "multiple": "abc"}
KEY = {"single": frozenset("a"), "multiple": frozenset("ab"), "numeric": frozenset({"330000"})}
PASS_PERCENT = 70


@contextlib.contextmanager
def studying() -> Generator[tuple[World, "Questions"]]:
    """Make a world with the small course in it, and its questions."""
    with world() as made, tempfile.TemporaryDirectory() as folder:
        load_rows(made.database, write_course(Path(folder) / "course"))
        yield made, Questions(made)


class Questions:
    """The ids of the questions, and a way to ask the database as its owner."""

    def __init__(self, made: World):
        self._url = made.database.url("postgres")
        listed = self.rows(
            "select m.slug, q.kind, q.id::text from masterclass.quiz_questions as q"
            " join masterclass.content_modules as m on m.id = q.module_id where q.retired_at is null"
        )
        self.ids = {(module, kind): identity for module, kind, identity in listed}
        self.kinds = {identity: kind for (_, kind), identity in self.ids.items()}

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Return what `query` selects; one that selects nothing gives an empty list."""
        with psycopg.connect(self._url) as connection:
            cursor = connection.execute(query.encode(), parameters)
            return cursor.fetchall() if cursor.description else []


def worth(kind: str, chosen: Iterable[str]) -> Fraction:
    """Return the credit of an answer to a question of the small course."""
    ticked, key = frozenset(chosen), KEY[kind]
    return credit(kind, ticked, key, len(OPTIONS.get(kind, "")))


def credit(kind: str, ticked: frozenset[str], key: frozenset[str], options: int) -> Fraction:
    """Return what `ticked` is worth: all or nothing, or shares gained and lost where several options are right."""
    if kind != "multiple":
        return Fraction(ticked == key)
    gained = Fraction(len(ticked & key), len(key))
    return max(Fraction(0), gained - Fraction(len(ticked - key), max(1, options - len(key))))


def score(answers: Sequence[tuple[str, Iterable[str]]]) -> int:
    """Return the percentage that (kind, chosen) answers to a whole quiz come to, half a percent rounded up."""
    mean = sum((worth(kind, chosen) for kind, chosen in answers), Fraction(0)) / len(answers)
    return int(100 * mean + Fraction(1, 2))
