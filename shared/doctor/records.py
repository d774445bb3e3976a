"""What the doctor says: of each thing that was looked at one line, and what to do where it is not right."""

from collections.abc import Callable
from typing import Literal, NamedTuple


class Ill(Exception):
    """Something is not as it must be; the message says what is seen and what to do, in sentences."""


class Unasked(Exception):
    """Something could not be asked; the message says why, and how it can be."""


class Check(NamedTuple):
    """One thing to look at: `promise` is what is right, `look` raises Ill or Unasked; what it returns is added."""

    promise: str
    look: Callable[[], str | None]


class Line(NamedTuple):
    """What came of a check."""

    state: Literal["ok", "RED", "?"]
    text: str

    def __str__(self) -> str:
        return f"{self.state:<4}{self.text}"


def examined(check: Check) -> Line:
    """Look, and return the line: what no check foresaw is red, too, named by its kind alone."""
    try:
        added = check.look()
    except Ill as found:
        return Line("RED", f"{check.promise}: {found}")
    except Unasked as reason:
        return Line("?", f"{check.promise}: {reason}")
    except Exception as failure:  # noqa: BLE001 (an answer of a shape that nobody foresaw must not hide the other lines)
        return Line("RED", f"{check.promise}: it could not be looked at ({type(failure).__name__}).")
    return Line("ok", check.promise + (f" ({added})" if added else ""))


def require(right: object, says: str) -> None:
    """Raise Ill with `says` unless `right`."""
    if not right:
        raise Ill(says)
