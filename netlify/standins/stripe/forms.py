"""Stripe's request encoding: form fields whose names nest with brackets, `line_items[0][price]=…`."""

import re
from typing import Any, cast
from urllib.parse import parse_qsl

from netlify.standins.stripe.errors import StripeError

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def parse_form(encoded: str) -> dict[str, Any]:
    """Return the nested form of `encoded`; lists come from `[0]`, `[1]` … in any order, or repeated `[]`."""
    form: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        matched = _NAME.fullmatch(name)
        if matched is None:
            raise StripeError(f"Invalid parameter name: {name}", parameter=name)
        _place(form, [matched[1], *_PART.findall(matched[2])], value)
    return {name: _listed(value) for name, value in form.items()}


def within(form: dict[str, Any], name: str, least: int, most: int = 99_999_999) -> None:
    """Refuse the whole number `name`, where it was sent, outside of `least` to `most`."""
    if name in form and not least <= form[name] <= most:
        raise StripeError(
            f"{name} must be between {least} and {most}", code="parameter_invalid_integer", parameter=name
        )


def only_one(form: dict[str, Any], *names: str) -> None:
    """Refuse more than one of `names`, as Stripe does."""
    sent = [name for name in names if name in form]
    if len(sent) > 1:
        raise StripeError(f"You may only specify one of these parameters: {', '.join(names)}.", parameter=sent[-1])


def _place(target: dict[str, Any], path: list[str], value: str) -> None:
    for step in path[:-1]:
        inner: Any = target.setdefault(step or str(len(target)), {})
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
    places = [str(index) for index in range(len(members))]
    if members and set(members) == set(places):
        return [members[place] for place in places]
    return members
