"""Reading a course's files: hostile until read, and never from outside the course's own folder."""

from pathlib import Path
from typing import NamedTuple

from shared.authoring.findings import Findings

MOST_TEXT_BYTES = 1_000_000


class Source(NamedTuple):
    """A text file that was read, or a part of one: `path` is how messages name it, `first_line` where it begins."""

    path: str
    text: str
    first_line: int = 1


class CourseFolder:
    """A folder to read from; `name` is how messages name it."""

    def __init__(self, folder: Path, name: str, findings: Findings):
        self.folder = folder
        self.name = name
        self._findings = findings

    def below(self, name: str) -> "CourseFolder":
        """Return the folder `name` in this one."""
        return CourseFolder(self.folder / name, f"{self.name}/{name}", self._findings)

    def text(self, name: str) -> Source | None:
        """Return the text of file `name`, line ends made LF; None where a finding says what is wrong with it."""
        content = self.content(name, MOST_TEXT_BYTES)
        if content is None:
            return None
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as problem:
            line = content.count(b"\n", 0, problem.start) + 1
            return self._refuse(name, "the file is not UTF-8 here; save it as UTF-8", line)
        if "\0" in text:
            line = text.count("\n", 0, text.index("\0")) + 1
            return self._refuse(name, "there is a NUL character here; remove it", line)
        return Source(f"{self.name}/{name}", text)

    def content(self, name: str, most_bytes: int) -> bytes | None:
        """Return the bytes of file `name`; None where a finding says what is wrong with it."""
        path = self.folder / name
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                return self._refuse(name, "the file lies outside its module's folder; copy it in")
            if not path.exists():
                return self._refuse(name, "the file is missing; write it or correct its name")
            if not path.is_file():
                return self._refuse(name, "this is not a file")
            size = path.stat().st_size
            if size > most_bytes:
                return self._refuse(name, f"the file has {size:,} bytes; at most {most_bytes:,} are read")
            return path.read_bytes()
        except (OSError, RuntimeError, ValueError) as problem:  # RuntimeError: symlinks that go in a circle
            reason = getattr(problem, "strerror", None) or "its name or its links are broken"
            return self._refuse(name, f"the file cannot be read: {reason}")

    def _refuse(self, name: str, text: str, line: int = 1) -> None:
        self._findings.error(f"{self.name}/{name}", line, text)
