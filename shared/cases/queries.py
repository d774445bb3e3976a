"""Every SQL statement about case reviews; answers are JSON, built where the rows are."""

from shared.database import Executor
from shared.statements import Part


def answer_case(connection: Executor, module: str, case_id: str, answer: str) -> str:
    """Keep the reader's answer and return rubric and model answer."""
    return connection.execute(
        "select masterclass.answer_case(%(module)s, %(case_id)s, %(answer)s)::text",
        {"module": module, "case_id": case_id, "answer": answer},
    ).value()


def select_answers(connection: Executor, module: str, before: str) -> Part:
    """Return a page of the reader's answers to the module's case, newest first, with rubric and model answer."""
    rows = connection.execute(
        """
        select p.document::text, coalesce(p.next, '')
          from masterclass.case_answers_page(%(module)s, nullif(%(before)s, '')) as p
        """,
        {"module": module, "before": before},
    )
    return rows.part()
