"""The body of POST ask-ai."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from shared.records import Record

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class Question(Record):
    """What is asked, from which lesson, in which conversation and about which case."""

    module: Name
    question: QuestionText
    conversation_id: UUID | None = None
    case_id: Name | None = None
