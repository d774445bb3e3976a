"""Every SQL statement about case reviews."""

from typing import Any

from shared.database import Executor


def answer_case(connection: Executor, module: str, case_id: str, answer: str) -> dict[str, Any]:
    """Keep the reader's answer and return rubric and model answer, or a refusal."""
    row = connection.execute(
        "select masterclass.answer_case(%(module)s, %(case_id)s, %(answer)s)",
        {"module": module, "case_id": case_id, "answer": answer},
    ).fetchone()
    return row[0] if row else {"refusal": "absent"}


def select_answers(connection: Executor, module: str) -> dict[str, Any]:
    """Return the reader's answers to the module's case with rubric and model answer, or a refusal."""
    row = connection.execute("select masterclass.reader_case_answers(%(module)s)", {"module": module}).fetchone()
    return row[0] if row else {"refusal": "absent"}
