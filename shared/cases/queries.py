"""Every SQL statement about case reviews; answers are JSON, built where the rows are."""

from shared.database import Executor


def answer_case(connection: Executor, module: str, case_id: str, answer: str) -> str:
    """Keep the reader's answer and return rubric and model answer."""
    return connection.execute(
        "select masterclass.answer_case(%(module)s, %(case_id)s, %(answer)s)::text",
        {"module": module, "case_id": case_id, "answer": answer},
    ).value()


def select_answers(connection: Executor, module: str) -> str:
    """Return the reader's answers to the module's case with rubric and model answer."""
    return connection.execute("select masterclass.reader_case_answers(%(module)s)::text", {"module": module}).value()
