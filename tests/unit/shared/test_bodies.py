"""Hostile JSON: what RFC 8259 leaves open, or Postgres cannot store, is refused in words."""

import pytest

from shared.bodies import json_bytes, parse_json
from shared.problems import MalformedRequest


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"\xff", "not UTF-8"),
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":1,"a":2}', "names a key twice"),
        (b"[NaN]", "NaN is not a JSON number"),
        (b"[-Infinity]", "-Infinity is not a JSON number"),
        (b"[1e400]", "too large"),
        (b"[" + b"9" * 5000 + b"]", "too long"),
        (b'["\\u0000"]', "NUL character"),
        (b'{"\\ud800": 1}', "half a surrogate pair"),
        (b'{"a": [{"b": "\\udc00"}]}', "half a surrogate pair"),
    ],
)
def test_refused_in_words(body: bytes, says: str) -> None:
    """Each is a malformed request that says what is wrong."""
    with pytest.raises(MalformedRequest, match=says):
        parse_json(body)


@pytest.mark.parametrize("value", [None, {"a": [1, 2.5, "ü", "\U0001f600"]}, "\u2028", 2**60, []])
def test_there_and_back(value: object) -> None:
    """What we write is what we read, whole pairs of surrogates included."""
    assert parse_json(json_bytes(value)) == value
    assert parse_json(b'"\\ud83d\\ude00"') == "\U0001f600"
