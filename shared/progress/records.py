"""The body of PUT progress."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.records import Record

LONGEST_SECONDS = 86_400
MOST_FILMS = 20  # of one block

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Position(Record):
    """Where the reader is: a block of a module, seconds into which of its films, and whether the block is done."""

    module: Name
    block: Name
    film: int = Field(default=1, ge=1, le=MOST_FILMS)
    seconds: int = Field(default=0, ge=0, le=LONGEST_SECONDS)
    completed: bool = False
