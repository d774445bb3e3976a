"""What is wrong with a course, said as a good compiler says it: file, line, the fact and what to do."""

from difflib import get_close_matches
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing found; `is_warning` when the course can be loaded all the same."""

    path: str
    line: int
    text: str
    is_warning: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'warning: ' if self.is_warning else ''}{self.text}"


class Findings:
    """Collects findings, so that one run tells everything."""

    def __init__(self) -> None:
        self._found: set[Finding] = set()

    def error(self, path: str, line: int, text: str) -> None:
        """Record what keeps the course from being loaded."""
        self._found.add(Finding(path, line, text))

    def warn(self, path: str, line: int, text: str) -> None:
        """Record what somebody should look at."""
        self._found.add(Finding(path, line, text, is_warning=True))

    def errors(self) -> list[Finding]:
        """Return every error, by file and line."""
        return sorted(found for found in self._found if not found.is_warning)

    def warnings(self) -> list[Finding]:
        """Return every warning, by file and line."""
        return sorted(found for found in self._found if found.is_warning)


def listed(names: list[str], wanted: str = "") -> str:
    """Return `names` for a message, in parentheses; where one is close to `wanted`, only that one, as a question."""
    close = get_close_matches(wanted, names, n=1) if wanted else []
    if close:
        return f"(did you mean {close[0]!r}?)"
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"({shown})" if names else "(there are none)"
