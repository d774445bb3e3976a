"""What retrieval is worth, measured on the questions beside this file.

Each question is asked through the real read, as a reader, of the real course. Nothing is sent to any provider: what is
judged is what would be.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from shared.database import Caller, one_read
from shared.guidance import prompt, queries
from shared.guidance.reading import read
from shared.guidance.records import Material
from tests.support.members import Member

HERE = Path(__file__).parent


class Asked(NamedTuple):
    """A question, the lesson it is asked from, and the block that answers it."""

    module: str
    question: str
    teaches: str
    block: str


class Retriever:
    """Reads the material for a question as a member."""

    def __init__(self, member: Member):
        claims = {"sub": member.id, "role": "authenticated", "session_id": member.session_id}
        self._caller = Caller("authenticated", json.dumps(claims))

    def material(self, module: str, question: str) -> Material:
        """Return what would be sent, cut to its budget."""
        reading = read(question)
        found = queries.select_material(one_read(self._caller), module, None, None, reading, prompt.TURNS_SOUGHT)
        made = queries.material_of(found, reading)
        return made._replace(passages=prompt.cut_to_budget(made.passages))

    def blocks(self, module: str) -> set[str]:
        """Return the ids of a module's blocks."""
        rows = one_read(self._caller).execute(
            """
            select b.key
              from masterclass.content_blocks as b
              join masterclass.content_modules as m on m.id = b.module_id
             where m.slug = %(module)s
            """,
            {"module": module},
        )  # fmt: skip
        return {row[0] for row in rows.fetchall()}


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text())


def questions() -> Iterator[Asked]:
    """Yield the questions that a lesson answers, asked from that lesson."""
    for module, blocks in _read("questions").items():
        yield from (Asked(module, str(one), module, block) for block, listed in blocks.items() for one in listed)


def elsewhere() -> Iterator[Asked]:
    """Yield questions asked from the first lesson and answered in another."""
    for teaches, blocks in _read("elsewhere").items():
        for block, listed in blocks.items():
            yield from (Asked("cash-flow-and-net-worth", str(one), teaches, block) for one in listed)


def off_course() -> Sequence[str]:
    """Return what the course does not teach."""
    return [str(one) for one in _read("off_course")]


def follow_ups() -> Sequence[Mapping[str, Any]]:
    """Return questions that go on from another, and short ones that do not."""
    return _read("follow_ups")


def overviews() -> Sequence[Mapping[str, str]]:
    """Return what asks for the whole of a topic."""
    return _read("overviews")


def has_block(asked: Asked, material: Material) -> bool:
    """Whether the needed block would be sent, and the question is not answered by ourselves."""
    return prompt.own_answer(material) is None and any(
        (one.module, one.block) == (asked.teaches, asked.block) and len(one.text) >= prompt.LEAST_CHARACTERS
        for one in material.passages
    )
