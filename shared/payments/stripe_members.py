"""Taking members out of Stripe's JSON: each as the type that it must have, or not at all."""

import re
from collections.abc import Mapping
from typing import Any, cast

from shared.payments.problems import EventUnreadable

Object = Mapping[str, Any]

_CURRENCY = re.compile(r"[a-z]{3}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)

# Stripe's ids and words have at most 255 characters, its amounts at most 12 digits, and its times are seconds.
# Beyond that nothing is Stripe's, and Postgres could neither index the text nor make a time of the number.
LONGEST_TEXT = 255
LARGEST_NUMBER = 10**12
LONGEST_ADDRESS = 2048
LONGEST_NOTE = 500


def member(item: Object, name: str) -> Object:
    """Return a member that is an object; an empty one for everything else."""
    value = item.get(name)
    return cast("Object", value) if isinstance(value, dict) else {}


def members(item: Object, name: str) -> list[Object]:
    """Return the objects of a list, which may be one of Stripe's pages."""
    value: object = item.get(name)
    if isinstance(value, dict):
        value = cast("Object", value).get("data")
    return (
        [cast("Object", one) for one in cast("list[object]", value) if isinstance(one, dict)]
        if isinstance(value, list)
        else []
    )


def identifier(item: Object, name: str) -> str | None:
    """Return the id of a member that may be expanded."""
    value = item.get(name)
    return optional_text(cast("Object", value), "id") if isinstance(value, dict) else optional_text(item, name)


def text(item: Object, name: str) -> str:
    """Return a text that must be there; raises EventUnreadable."""
    value = optional_text(item, name)
    if value is None:
        raise EventUnreadable(f"It lacks the text {name}.")
    return value


def optional_text(item: Object, name: str, longest: int = LONGEST_TEXT) -> str | None:
    """Return a text; None where there is none of a length that Stripe has."""
    value = item.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= longest and "\0" not in value else None


def address(item: Object, name: str) -> str | None:
    """Return a link."""
    return optional_text(item, name, LONGEST_ADDRESS)


def uuid(item: Object, name: str) -> str | None:
    """Return an id of ours."""
    value = optional_text(item, name) or ""
    return value if _UUID.fullmatch(value) else None


def number(item: Object, name: str) -> int:
    """Return a whole number that must be there and is not negative; raises EventUnreadable."""
    value = item.get(name)
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise EventUnreadable(f"It lacks the whole number {name}.")
    return value


def optional_number(item: Object, name: str) -> int:
    """Return a whole number of either sign; 0 where there is none."""
    value = item.get(name)
    return value if type(value) is int and abs(value) <= LARGEST_NUMBER else 0


def currency(session: Object) -> str:
    """Return the ISO 4217 code; empty, which is no order's, for anything else."""
    value = optional_text(session, "currency") or ""
    return value if _CURRENCY.fullmatch(value) else ""


def amount(session: Object, name: str) -> int:
    """Amounts are null in sessions of mode `setup`, which are never ours."""
    return 0 if session.get(name) is None else number(session, name)
