"""What is wrong with a course, said as a good compiler says it: file, line, the fact and what to do."""

from difflib import get_close_matches
from typing import Literal, NamedTuple

Weight = Literal["error", "fault", "warning"]


class Finding(NamedTuple):
    """One thing found. An error keeps the course from being loaded, a fault only fails the check."""

    path: str
    line: int
    text: str
    weight: Weight = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'warning: ' if self.weight == 'warning' else ''}{self.text}"


class Findings:
    """Collects findings, so that one run tells everything."""

    def __init__(self) -> None:
        self._found: set[Finding] = set()

    def error(self, path: str, line: int, text: str) -> None:
        """Record what keeps the course from being loaded."""
        self._found.add(Finding(path, line, text))

    def fault(self, path: str, line: int, text: str) -> None:
        """Record what the course may not be released with, though it can be loaded."""
        self._found.add(Finding(path, line, text, "fault"))

    def warn(self, path: str, line: int, text: str) -> None:
        """Record what somebody should look at."""
        self._found.add(Finding(path, line, text, "warning"))

    def keep(self, *paths: str) -> None:
        """Forget what was found outside files whose names begin with one of `paths`."""
        self._found = {found for found in self._found if found.path.startswith(paths)}

    def errors(self) -> list[Finding]:
        """Return every error, by file and line."""
        return self._of("error")

    def faults(self) -> list[Finding]:
        """Return every fault, by file and line."""
        return self._of("fault")

    def warnings(self) -> list[Finding]:
        """Return every warning, by file and line."""
        return self._of("warning")

    def _of(self, weight: Weight) -> list[Finding]:
        return sorted(found for found in self._found if found.weight == weight)


def listed(names: list[str], wanted: str = "") -> str:
    """Return `names` for a message, in parentheses; where one is close to `wanted`, only that one, as a question."""
    close = get_close_matches(wanted, names, n=1) if wanted else []
    if close:
        return f"(did you mean {close[0]!r}?)"
    shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return f"({shown})" if names else "(there are none)"
