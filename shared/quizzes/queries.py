"""Every SQL statement about quizzes; answers are JSON. The key is read only inside these functions of the database."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.database import Executor
from shared.statements import Part


def submit_quiz(connection: Executor, module: str, attempt_id: UUID, answers: list[dict[str, Any]]) -> str:
    """Grade and keep `answers`; return what submit-quiz answers."""
    return connection.execute(
        "select masterclass.submit_quiz(%(module)s, %(attempt_id)s, %(answers)s)::text",
        {"module": module, "attempt_id": attempt_id, "answers": Jsonb(answers)},
    ).value()


def practise_quiz(connection: Executor, module: str, attempt_id: UUID, answers: list[dict[str, Any]]) -> str:
    """Grade `answers` to questions met before and keep nothing."""
    return connection.execute(
        "select masterclass.practise_quiz(%(module)s, %(attempt_id)s, %(answers)s)::text",
        {"module": module, "attempt_id": attempt_id, "answers": Jsonb(answers)},
    ).value()


def select_quiz(connection: Executor, module: str, *, missed: bool) -> str:
    """Return the quiz as get-quiz answers it; never the key."""
    return connection.execute(
        "select masterclass.reader_quiz(%(module)s, %(missed)s)::text", {"module": module, "missed": missed}
    ).value()


def select_attempts(connection: Executor, module: str, before: str) -> Part:
    """Return a page of the reader's attempts at the module's quiz, newest first."""
    rows = connection.execute(
        """
        select p.document::text, coalesce(p.next, '')
          from masterclass.attempts_page(%(module)s, nullif(%(before)s, '')) as p
        """,
        {"module": module, "before": before},
    )
    return rows.part()


def select_attempt(connection: Executor, module: str, attempt_id: UUID) -> str:
    """Return one attempt of the reader's with the questions as asked."""
    return connection.execute(
        "select masterclass.reader_attempt(%(module)s, %(attempt_id)s)::text",
        {"module": module, "attempt_id": attempt_id},
    ).value()
