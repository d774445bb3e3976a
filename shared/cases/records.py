"""The body of POST answer-case."""

from typing import Annotated

from pydantic import StringConstraints

from shared.records import Record

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
AnswerText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]


class CaseAnswer(Record):
    """The reader's own answer to a case, committed before the model answer is shown."""

    module: Name
    case_id: Name
    answer: AnswerText
