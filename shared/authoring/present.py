"""What the database holds, what has to change, and whether a row differs from what it should be."""

from collections.abc import Mapping
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from shared.authoring.sync_queries import Row


class Change(NamedTuple):
    """One statement, and what it does in words."""

    says: str
    statement: LiteralString
    values: Mapping[str, object]


class Present(NamedTuple):
    """What the database holds."""

    course: list[Row]
    facts: list[Row]
    modules: list[Row]
    blocks: list[Row]
    media: list[Row]
    questions: list[Row]
    cases: list[Row]
    tools: list[Row]
    medians: Mapping[str, int]
    members_at: Mapping[UUID, int] = {}  # block → how many have marked it or stand in it


def differs(row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether `row` has another value under any name of `values`."""
    return any(row[name] != value for name, value in values.items())
