"""JSON that comes from outside: hostile until parsed. What shape it must have is its Record's to say (records.py)."""

import json
import math
from typing import Any, NoReturn, cast

from shared.problems import MalformedRequest


def json_bytes(value: object) -> bytes:
    """Return `value` as compact UTF-8 JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parse_json(body: bytes) -> Any:
    """Return the JSON in `body`; raises MalformedRequest for what RFC 8259 leaves open or Postgres cannot store.

    Refused: not UTF-8, not JSON, too deep, duplicate keys, NaN and infinities (1e400 too), numbers of
    thousands of digits, NUL and lone surrogates in strings.
    """
    try:
        text = body.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=_finite)
    except UnicodeDecodeError:
        raise MalformedRequest("The body is not UTF-8.") from None
    except RecursionError:
        raise MalformedRequest("The body is nested too deeply.") from None
    except json.JSONDecodeError as problem:
        raise MalformedRequest(f"The body is not JSON: {problem.msg} at character {problem.pos}.") from None
    except ValueError:
        raise MalformedRequest("The body holds a number that is too long.") from None
    if "\\u" in text or "\0" in text:
        _refuse_unstorable(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedRequest("The body names a key twice.")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedRequest(f"{name} is not a JSON number.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise MalformedRequest("The body holds a number that is too large.")
    return number


def _refuse_unstorable(value: object) -> None:
    """Walk `value` without recursion: what JSON can escape, Postgres text cannot always hold."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if "\0" in item or any("\ud800" <= character <= "\udfff" for character in item):
                raise MalformedRequest("The body holds a NUL character or half a surrogate pair.")
        elif isinstance(item, dict):
            members = cast("dict[str, object]", item)
            waiting += members.keys()
            waiting += members.values()
        elif isinstance(item, list):
            waiting += cast("list[object]", item)
