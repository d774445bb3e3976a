"""Stripe's request encoding: form fields whose names nest with brackets, `line_items[0][price]=…`."""

import re
from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import parse_qsl

from netlify.standins.stripe.errors import StripeError, invalid_integer, missing_parameter, unknown_parameter

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def parse_form(encoded: str) -> dict[str, Any]:
    """Return the nested form of `encoded`; lists come from `[0]`, `[1]` … or repeated `[]`."""
    form: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        matched = _NAME.fullmatch(name)
        if matched is None:
            raise StripeError(f"Invalid parameter name: {name}", parameter=name)
        _place(form, [matched[1], *_PART.findall(matched[2])], value)
    return {name: _listed(value) for name, value in form.items()}


def _place(target: dict[str, Any], path: list[str], value: str) -> None:
    for step in path[:-1]:
        inner: Any = target.setdefault(step, {})
        if not isinstance(inner, dict):
            raise StripeError(f"Invalid {path[0]}: it cannot be a value and an object at once", parameter=path[0])
        target = cast("dict[str, Any]", inner)
    last = path[-1] or str(len(target))
    target[last] = value


def _listed(value: Any) -> Any:
    """Turn objects whose keys are 0, 1, 2 … into lists, all the way down."""
    if not isinstance(value, dict):
        return value
    members = {name: _listed(inner) for name, inner in cast("dict[str, Any]", value).items()}
    if members and list(members) == [str(index) for index in range(len(members))]:
        return list(members.values())
    return members


def allow_only(form: dict[str, Any], names: Iterable[str]) -> None:
    """Refuse a parameter that is none of `names`, as Stripe does."""
    for name in form:
        if name not in names:
            raise unknown_parameter(name)


def required(form: dict[str, Any], name: str) -> str:
    """Return the text parameter `name`, or refuse."""
    value = form.get(name)
    if not isinstance(value, str) or not value:
        raise missing_parameter(name)
    return value


def whole_number(form: dict[str, Any], name: str, default: int, *, least: int = 0, most: int = 99_999_999) -> int:
    """Return the whole number `name`, `default` where it is absent; refuses text and what is out of bounds."""
    text = str(form.get(name, default))
    if not re.fullmatch(r"-?\d{1,12}", text):
        raise invalid_integer(name, text)
    number = int(text)
    if not least <= number <= most:
        raise StripeError(
            f"{name} must be between {least} and {most}", code="parameter_invalid_integer", parameter=name
        )
    return number


def is_true(form: dict[str, Any], name: str) -> bool:
    """Whether the boolean parameter `name` was sent as true."""
    value = form.get(name, "false")
    if value not in {"true", "false"}:
        raise StripeError(f"Invalid boolean: {value}", parameter=name)
    return value == "true"


def nested(form: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the object parameter `name`, empty where it is absent; refuses a plain value."""
    sent: Any = form.get(name) or {}
    if not isinstance(sent, dict):
        raise StripeError("Invalid object", parameter=name)
    return cast("dict[str, Any]", sent)


def items(form: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the list parameter `name`, empty where it is absent; refuses what is no list of objects."""
    sent: Any = form.get(name) or []
    if not isinstance(sent, list) or not all(isinstance(item, dict) for item in cast("list[Any]", sent)):
        raise StripeError("Invalid array", parameter=name)
    return cast("list[dict[str, Any]]", sent)


def metadata(form: dict[str, Any]) -> dict[str, str]:
    """Return the form's metadata."""
    return {name: str(value) for name, value in nested(form, "metadata").items()}
