"""Stripe's objects as its own SDK publishes them: every member that the pinned API version declares, filled or null.

The SDK's classes are generated from Stripe's OpenAPI document, so their annotations are the published shapes.
"""

import types
import typing
from typing import Any, ClassVar, Literal, Union

import stripe
from stripe import ListObject, StripeObject

NUMBER, MOMENT = 1, 1_790_000_000


def example(kind: Any, *, full: bool = True) -> Any:
    """Return JSON of the declared type: with every optional member, or with null in its place.

    What can be expanded is an id, as events have it.
    """
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return arguments[0]
    if origin in {Union, types.UnionType}:
        return _one_of(arguments, full=full)
    if origin is list:
        return [example(arguments[0], full=full)] if full else []
    if origin is dict:
        return {}
    if kind is ListObject or origin is ListObject:
        return {"object": "list", "data": [], "has_more": False, "url": "/v1/things"}
    if isinstance(kind, type) and issubclass(kind, StripeObject):
        return {name: example(declared, full=full) for name, declared in members(kind).items()}
    return SIMPLE.get(kind, "id_of_something")


SIMPLE: dict[Any, Any] = {str: "words", int: NUMBER, float: 1.5, bool: False, Any: {}, object: {}}


def members(kind: type) -> dict[str, Any]:
    """Return the members that a class of the SDK declares."""
    return {
        name: declared
        for name, declared in vars(kind).get("__annotations__", {}).items()
        if typing.get_origin(declared) is not ClassVar
    }


def choices(kind: type, name: str) -> list[str]:
    """Return the words that a member is declared to have."""
    return [
        word
        for part in typing.get_args(members(kind)[name])
        for word in typing.get_args(part)
        if typing.get_origin(part) is Literal
    ]


def event_types() -> list[str]:
    """Return every type of event that Stripe publishes."""
    return list(typing.get_args(members(stripe.Event)["type"]))


def event(kind: str, item: dict[str, Any], identifier: str, *, full: bool = True) -> dict[str, Any]:
    """Return the Event of type `kind` about `item`."""
    return example(stripe.Event, full=full) | {
        "id": identifier,
        "object": "event",
        "type": kind,
        "created": MOMENT,
        "data": {"object": item},
        "api_version": stripe.api_version,
    }


def _one_of(arguments: tuple[Any, ...], *, full: bool) -> Any:
    """Prefer null when only what must be there is wanted, then an id over the object it names."""
    if type(None) in arguments and not full:
        return None
    kinds = [argument for argument in arguments if argument is not type(None)]
    worded = [kind for kind in kinds if typing.get_origin(kind) is Literal]
    return example((worded or ([str] if str in kinds else kinds))[0], full=full)
