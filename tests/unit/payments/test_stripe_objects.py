"""Events whose members are of any type: read, or refused as unreadable; nothing else ever."""

import copy
from collections.abc import Iterator
from typing import Any, cast

import pytest

from shared.payments.problems import EventUnreadable
from shared.payments.stripe_objects import HANDLED_TYPES, read_event
from tests.support.stripe_versions import VERSIONS, drawn

ODD: tuple[Any, ...] = (None, True, -1, 10**400, 1.5, "", "x" * 300, "a\0b", "\ud800", [], [[]], {}, {"id": []}, [None])
STATUSES = ("complete", "expired", "open", "succeeded")


def whole(kind: str, status: str) -> dict[str, Any]:
    """Return an event of the type, with what is expanded in a session that was asked for."""
    intent = {"id": "pi_1", "status": "canceled"}
    return drawn(VERSIONS[-1], kind, "evt_1", status=status, payment_status="unpaid", payment_intent=intent)


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every member of JSON, however deep."""
    names: list[Any] = []
    if isinstance(value, dict):
        names += value
    elif isinstance(value, list):
        names += range(len(cast("list[Any]", value)))
    for name in names:
        yield (*above, name)
        yield from paths(value[name], (*above, name))


def changed(document: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """Return the document with one member replaced."""
    copied = copy.deepcopy(document)
    inside: Any = copied
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return copied


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("kind", HANDLED_TYPES)
def test_any_member_may_be_of_any_type(kind: str, status: str) -> None:
    """Whatever stands in any one place of an event, it is read or EventUnreadable is raised."""
    document, read = whole(kind, status), 0
    for path in paths(document):
        for value in ODD:
            try:
                read_event(changed(document, path, value))
                read += 1
            except EventUnreadable:
                pass
    assert read > len(ODD), "most of an event is nothing that is looked at"
