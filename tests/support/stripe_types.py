"""Whether an object is what Stripe's SDK declares: every member that must be there, of its kind, and no other."""

import typing
from collections.abc import Generator
from decimal import Decimal
from typing import Any, cast

from stripe import StripeObject

from netlify.standins.stripe.kinds import KINDS, declared, described_by

# A list's and a pagination's own members, which the SDK declares without a kind.
LIST_MEMBERS = {"object", "data", "has_more", "url"}
SIMPLE: dict[Any, tuple[type, ...]] = {int: (int,), float: (int, float), str: (str,), bool: (bool,), Decimal: (str,)}


def faults(item: Any, annotation: Any, path: str) -> Generator[str]:
    """Yield a sentence for everything in `item` that `annotation` does not allow."""
    if annotation in {Any, object}:
        return
    if item is None:
        if not allows_null(annotation):
            yield f"{path} is null"
    elif isinstance(item, dict):
        yield from _object(cast("dict[str, Any]", item), annotation, path)
    elif isinstance(item, list):
        yield from _list(cast("list[Any]", item), annotation, path)
    elif not any(_is_simple(item, choice) for choice in _choices(annotation)):
        yield f"{path} is {item!r}, declared {annotation}"


def object_faults(item: dict[str, Any]) -> list[str]:
    """Return what is wrong with a whole object, by the class that its `object` member names."""
    return list(_members(item, KINDS[item["object"]], item["object"]))


def allows_null(annotation: Any) -> bool:
    """Whether the member may be null, and may be absent."""
    return type(None) in typing.get_args(annotation)


def _object(item: dict[str, Any], annotation: Any, path: str) -> Generator[str]:
    if item.get("object") == "list":
        yield from _page(item, path)
        return
    if any("UntypedStripeObject" in str(choice) or choice is dict for choice in _choices(annotation)):
        return
    kind = described_by(item, annotation)
    if kind is None:
        yield f"{path} is an object, declared {annotation}"
        return
    yield from _members(item, kind, path)


def _page(item: dict[str, Any], path: str) -> Generator[str]:
    if set(item) != LIST_MEMBERS:
        yield f"{path} is no list: {sorted(item)}"
    for index, member in enumerate(item["data"]):
        yield from _members(member, KINDS[member["object"]], f"{path}.data[{index}]")


def _members(item: dict[str, Any], kind: type, path: str) -> Generator[str]:
    known = declared(kind)
    for name, annotation in known.items():
        if name in item:
            yield from faults(item[name], annotation, f"{path}.{name}")
        elif not allows_null(annotation):
            yield f"{path}.{name} is missing"
    yield from (f"{path}.{name} is not declared" for name in item if name not in known)


def _list(items: list[Any], annotation: Any, path: str) -> Generator[str]:
    kinds = [choice for choice in _choices(annotation) if typing.get_origin(choice) is list]
    if not kinds:
        yield f"{path} is a list, declared {annotation}"
        return
    for index, item in enumerate(items):
        yield from faults(item, typing.get_args(kinds[0])[0], f"{path}[{index}]")


def _choices(annotation: Any) -> list[Any]:
    return [annotation] if typing.get_origin(annotation) is not typing.Union else list(typing.get_args(annotation))


def _is_simple(item: Any, choice: Any) -> bool:
    if typing.get_origin(choice) is typing.Literal:
        return item in typing.get_args(choice)
    if choice is int and isinstance(item, bool):
        return False
    return choice in SIMPLE and isinstance(item, SIMPLE[choice]) and not _is_object_id(choice)


def _is_object_id(choice: Any) -> bool:
    return isinstance(choice, type) and issubclass(choice, StripeObject)
