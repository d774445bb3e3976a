"""The body of submit-quiz."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.records import Record

Slug = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Choice = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Answer(Record):
    """What was chosen for one question: option ids, or one decimal number as a string."""

    question_id: UUID
    chosen: list[Choice] = Field(max_length=26)


class Submission(Record):
    """Answers to one or more questions of an attempt that the client named."""

    module: Slug
    attempt_id: UUID
    answers: list[Answer] = Field(min_length=1, max_length=100)
    practice: bool = False
