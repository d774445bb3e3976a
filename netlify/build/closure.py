"""Which of our modules a function can reach, and what those import from elsewhere."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from netlify.build.imports import imported_names, single_words
from netlify.build.paths import BuildRefused

OURS = ("functions", "shared", "netlify")
CLIENT = "netlify.runtime.client"
READS_MIGRATIONS, MIGRATIONS = "shared/operations/definitions.py", Path("sql/migrations")


class Closure(NamedTuple):
    """Files are relative to the root; `foreign` are dotted names of the standard library and of distributions."""

    files: tuple[str, ...]
    foreign: frozenset[str]
    words: frozenset[str]


class Sources:
    """Our sources, each read and parsed once."""

    def __init__(self, root: Path):
        self._root = root
        self._read: dict[str, tuple[set[str], set[str]]] = {}

    def file_of(self, module: str) -> str | None:
        """Return the file of our `module`, relative to the root; None where there is no such module."""
        stem = module.replace(".", "/")
        return next((name for name in (f"{stem}/__init__.py", f"{stem}.py") if (self._root / name).is_file()), None)

    def closure(self, starts: Iterable[str]) -> Closure:
        """Return everything reachable from the modules `starts`."""
        waiting, reached = list(starts), set[str]()
        foreign, words = set[str](), set[str]()
        while waiting:
            module = waiting.pop()
            file = self.file_of(module)
            if module in reached or file is None:
                continue
            reached.add(module)
            imported, constants = self._parsed(module, file)
            words |= constants
            waiting += _parents(module) + [name for name in imported if _is_ours(name)]
            foreign |= {name for name in imported if not _is_ours(name)}
        files = {file for module in reached if (file := self.file_of(module))}
        return Closure(tuple(sorted(files | self._companions(files))), frozenset(foreign), frozenset(words))

    def _parsed(self, module: str, file: str) -> tuple[set[str], set[str]]:
        if file not in self._read:
            source = (self._root / file).read_bytes()
            try:
                names = imported_names(source, module, is_package=file.endswith("__init__.py"))
            except SyntaxError as problem:
                raise BuildRefused(f"{file}, line {problem.lineno}: {problem.msg}") from None
            self._read[file] = names, single_words(source)
        return self._read[file]

    def _companions(self, files: Collection[str]) -> set[str]:
        """What lies in or below a reached package and is no Python: fonts, templates, tables.

        Whoever asks what a database was made from carries the migrations themselves.
        """
        folders = {Path(file).parent for file in files if file.startswith("shared/") and file.count("/") > 1}
        folders |= {MIGRATIONS} if READS_MIGRATIONS in files else set()
        return {
            str(path.relative_to(self._root))
            for folder in folders
            for path in (self._root / folder).rglob("*")
            if path.is_file() and path.suffix not in {".py", ".pyc"} and "__pycache__" not in path.parts
        }


def function_closure(sources: Sources, module: str) -> Closure:
    """Return the closure of `functions/<module>.py` and of the client that runs it."""
    return sources.closure([f"functions.{module}", CLIENT])


def _is_ours(name: str) -> bool:
    return name.split(".", 1)[0] in OURS


def _parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]
