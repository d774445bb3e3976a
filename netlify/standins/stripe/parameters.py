"""What an endpoint takes, read from the parameter types that Stripe publishes with its own SDK.

Those types are generated from Stripe's OpenAPI document: names, nesting, kinds, words and what is required are
Stripe's. What an endpoint here makes no use of is answered 501, in this stand-in's own name.
"""

import functools
import re
import sys
import types
import typing
from decimal import Decimal
from typing import Any, NotRequired, cast
from urllib.parse import urlsplit

import stripe.params
import stripe.params.checkout
from stripe import RequestOptions

from netlify.standins.stripe.errors import (
    StripeError,
    empty_parameter,
    invalid,
    invalid_integer,
    missing_parameter,
    not_done,
    unknown_parameter,
)

LONGEST_TEXT = 5000
MOST_METADATA, LONGEST_METADATA_NAME, LONGEST_METADATA_VALUE = 50, 40, 500
# Names of before, which Stripe went on taking in the version that the recorded refusals come from (2026-08-26.dahlia).
RENAMED = {"SessionCreateParams": {"payment_method_types": "allowed_payment_method_types"}}
_UNTYPED = typing.get_origin(stripe.Charge.__annotations__["metadata"])
UNIONS = {typing.Union, types.UnionType}
_INTEGER, _DECIMAL = re.compile(r"-?\d{1,15}"), re.compile(r"-?\d{1,15}(\.\d{1,12})?")
_EMAIL, _CURRENCY = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"), re.compile(r"[A-Za-z]{3}")

Form = dict[str, Any]


def taken(form: Form, name: str, done: frozenset[str]) -> Form:
    """Return `form` with its values as what they are; raises Stripe's refusals with the whole path of the parameter.

    `name` is the SDK's (`RefundCreateParams`, `checkout.SessionCreateParams`); `done` are the parameters that the
    endpoint uses, with dots (`line_items.price`).
    """
    reading = _Reading(done | {"expand"})
    read = reading.record(form, _published(name), "", "")
    if reading.not_done:
        raise not_done(f"the parameter {reading.not_done[0]}")
    return read


class _Reading:
    """One pass over a form; what is known to Stripe alone is remembered, for a refusal comes first."""

    def __init__(self, done: frozenset[str]):
        self.not_done: list[str] = []
        self._done = done

    def record(self, value: Any, kind: type, path: str, dotted: str) -> Form:
        """Return the object `value`, every member of which `kind` declares."""
        if not isinstance(value, dict):
            raise invalid("object", path)
        sent, declared = cast("Form", value), members(kind)
        for name, (_, is_required) in declared.items():
            if is_required and name not in sent:
                raise missing_parameter(_join(path, name))
        for name in sent:
            if name not in declared:
                raise unknown_parameter(_join(path, name))
        return {
            name: self._member(inner, declared[name][0], _join(path, name), f"{dotted}.{name}".lstrip("."))
            for name, inner in sent.items()
        }

    def _member(self, value: Any, kind: Any, path: str, dotted: str) -> Any:
        if not any(f"{one}.".startswith(f"{dotted}.") or f"{dotted}.".startswith(f"{one}.") for one in self._done):
            self.not_done.append(path)
        return self._value(value, kind, path, dotted)

    def _value(self, value: Any, kind: Any, path: str, dotted: str) -> Any:
        if typing.get_origin(kind) in UNIONS:
            return self._one_of(value, kind, path, dotted)
        if typing.get_origin(kind) is list:
            if not isinstance(value, list):
                raise invalid("array", path)
            inner = typing.get_args(kind)[0]
            sent = cast("list[Any]", value)
            return [self._value(item, inner, f"{path}[{index}]", dotted) for index, item in enumerate(sent)]
        if typing.get_origin(kind) in {dict, _UNTYPED}:
            return _words(value, path) if typing.get_args(kind)[-1] is str else value
        if typing.is_typeddict(kind) or hasattr(kind, "__required_keys__"):
            return self.record(value, kind, path, dotted)
        return _scalar(value, kind, path)

    def _one_of(self, value: Any, kind: Any, path: str, dotted: str) -> Any:
        choices = [choice for choice in typing.get_args(kind) if choice is not type(None)]
        words = [word for choice in choices for word in typing.get_args(choice) if _is_words(choice)]
        if value == "" and "" in words:
            return None
        rest = [choice for choice in choices if not _is_words(choice)]
        if isinstance(value, str) and any(words) and (value in words or not {int, float} & set(rest)):
            return _word(value, words, path)
        fitting = [choice for choice in rest if _fits(value, choice)]
        return self._value(value, (fitting or rest)[0], path, dotted)


@functools.cache
def members(kind: type) -> dict[str, tuple[Any, bool]]:
    """Return the members that a parameter type declares: (kind, whether it is required) by name."""
    space, transport = vars(sys.modules[kind.__module__]), RequestOptions.__annotations__
    own = {name: declared for name, declared in kind.__annotations__.items() if name not in transport}
    hints = typing.get_type_hints(types.SimpleNamespace(__annotations__=own), space, include_extras=True)
    found = {name: _unwrapped(declared) for name, declared in hints.items()}
    renamed = RENAMED.get(kind.__name__, {})
    return found | {before: found[since] for before, since in renamed.items()}


def _unwrapped(declared: Any) -> tuple[Any, bool]:
    if typing.get_origin(declared) is NotRequired:
        return typing.get_args(declared)[0], False
    return declared, True


def _published(name: str) -> type:
    package, _, last = name.rpartition(".")
    return getattr(stripe.params.checkout if package else stripe.params, last)


def _scalar(value: Any, kind: Any, path: str) -> Any:
    if not isinstance(value, str):
        raise invalid("string" if kind is str else getattr(kind, "__name__", "value"), path)
    if kind is int:
        if not _INTEGER.fullmatch(value):
            raise invalid_integer(path, value)
        return int(value)
    if kind is bool:
        if value not in {"true", "false"}:
            raise invalid(f"boolean: {value}", path)
        return value == "true"
    if kind in {float, Decimal}:
        if not _DECIMAL.fullmatch(value):
            raise invalid(f"decimal: {value}", path, "parameter_invalid_decimal")
        return float(value)
    return _word(value, list(typing.get_args(kind)), path) if _is_words(kind) else _text(value, path)


def _text(value: str, path: str) -> str:
    """Return the text; what the parameter's name says of its form holds."""
    if not value:
        raise empty_parameter(path)
    if len(value) > LONGEST_TEXT:
        raise invalid(f"string: it is longer than {LONGEST_TEXT} characters", path)
    name = path.rpartition("[")[2].rstrip("]")
    if name.endswith("_url") and not _is_url(value):
        raise StripeError("Not a valid URL", code="url_invalid", parameter=path)
    if name.endswith("email") and not _EMAIL.fullmatch(value):
        raise StripeError(f"Invalid email address: {value}", code="email_invalid", parameter=path)
    if name == "currency" and not _CURRENCY.fullmatch(value):
        raise invalid(f"currency: {value}", path)
    return value


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)


def _words(value: Any, path: str) -> dict[str, str]:
    """Return metadata, within Stripe's limits (docs.stripe.com/metadata)."""
    sent = cast(
        "Form",
        {str(index): item for index, item in enumerate(cast("list[Any]", value))} if isinstance(value, list) else value,
    )
    if not isinstance(value, dict | list):
        raise invalid("object", path)
    if len(sent) > MOST_METADATA:
        raise invalid(f"metadata: at most {MOST_METADATA} keys", path)
    for name, word in sent.items():
        if not isinstance(word, str):
            raise invalid(f"metadata: {name} is no string", path)
        if len(name) > LONGEST_METADATA_NAME or len(word) > LONGEST_METADATA_VALUE:
            raise invalid(f"metadata: {name[:LONGEST_METADATA_NAME]} or its value is too long", path)
    return sent


def _word(value: str, words: list[Any], path: str) -> str:
    if value not in words or not value:
        listed = ", ".join(word for word in words if word)
        raise StripeError(f"Invalid {path}: must be one of {listed}", parameter=path)
    return value


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(value, str):
        return kind in {str, int, bool, float, Decimal}
    return (typing.get_origin(kind) is list) == isinstance(value, list) and kind not in {str, int, bool, float}


def _is_words(kind: Any) -> bool:
    return typing.get_origin(kind) is typing.Literal


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name
