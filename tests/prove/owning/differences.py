"""Two JSON documents compared leaf by leaf."""

from collections.abc import Iterable
from typing import cast

NEAR = 1e-9


def differences(fast: object, slow: object, path: str = "") -> Iterable[str]:
    """Yield every place where two figures are not the same; fractions may differ by their last digits."""
    one, other = dict(leaves(fast, path)), dict(leaves(slow, path))
    for place in sorted(one.keys() | other.keys()):
        a, b = one.get(place), other.get(place)
        near = isinstance(a, (int, float)) and isinstance(b, (int, float)) and abs(a - b) <= NEAR
        if a != b and not near:
            yield f"{place}: {a!r} and {b!r}"


def leaves(value: object, path: str) -> Iterable[tuple[str, object]]:
    """Yield every leaf of a JSON document with its path; an empty list or object is one too."""
    if isinstance(value, (dict, list)) and value:
        inner = cast("dict[str, object] | list[object]", value)
        for name, one in inner.items() if isinstance(inner, dict) else enumerate(inner):
            yield from leaves(one, f"{path}.{name}")
    else:
        yield path, value
