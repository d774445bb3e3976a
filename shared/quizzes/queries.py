"""Every SQL statement about quizzes. The key is read only inside these functions of the database."""

from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.database import Executor
from shared.statements import Rows


def submit_quiz(connection: Executor, module: str, attempt_id: UUID, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Grade and keep `answers`; return what submit-quiz answers, or a refusal with nothing written."""
    return _value(
        connection.execute(
            "select masterclass.submit_quiz(%(module)s, %(attempt_id)s, %(answers)s)",
            {"module": module, "attempt_id": attempt_id, "answers": Jsonb(answers)},
        )
    )


def practise_quiz(connection: Executor, module: str, attempt_id: UUID, answers: list[dict[str, Any]]) -> dict[str, Any]:
    """Grade `answers` to questions met before and keep nothing."""
    return _value(
        connection.execute(
            "select masterclass.practise_quiz(%(module)s, %(attempt_id)s, %(answers)s)",
            {"module": module, "attempt_id": attempt_id, "answers": Jsonb(answers)},
        )
    )


def select_quiz(connection: Executor, module: str, *, missed: bool) -> dict[str, Any]:
    """Return the quiz as get-quiz answers it, or a refusal; never the key."""
    return _value(
        connection.execute(
            "select masterclass.reader_quiz(%(module)s, %(missed)s)", {"module": module, "missed": missed}
        )
    )


def select_attempts(connection: Executor, module: str) -> dict[str, Any]:
    """Return the reader's attempts at the module's quiz, newest first, or a refusal."""
    return _value(connection.execute("select masterclass.reader_attempts(%(module)s)", {"module": module}))


def select_attempt(connection: Executor, module: str, attempt_id: UUID) -> dict[str, Any]:
    """Return one attempt of the reader's with the questions as asked, or a refusal."""
    return _value(
        connection.execute(
            "select masterclass.reader_attempt(%(module)s, %(attempt_id)s)",
            {"module": module, "attempt_id": attempt_id},
        )
    )


def _value(rows: Rows) -> dict[str, Any]:
    row = rows.fetchone()
    return row[0] if row else {"refusal": "absent"}
