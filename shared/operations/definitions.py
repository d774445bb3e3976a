"""The files of sql/: migrations, functions and access, read whole and refused where one is not what its name says."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from shared.problems import Problem

SQL = Path(__file__).resolve().parents[2] / "sql"
SCHEMA = "masterclass"

# A comment, a quoted text or a dollar-quoted body: what is in them defines nothing.
_OPAQUE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$", re.DOTALL)
_FUNCTION = re.compile(r"\bcreate\s+(?:or\s+replace\s+)?(?:function|procedure)\s+([\w.]+)", re.IGNORECASE)
_TABLE = re.compile(r"\bon\s+((?:masterclass|auth)\.\w+)", re.IGNORECASE)


class DefinitionsInvalid(Problem):
    """The files in sql/ cannot be applied, and nothing was."""


class Definition(NamedTuple):
    """One file: `path` below sql/, its text and the digest of that."""

    path: str
    text: str
    digest: str

    @property
    def name(self) -> str:
        """What the file defines: a function of our schema, or whose access (a table, or `auth.users`)."""
        return Path(self.path).name.removesuffix(".sql")

    @property
    def is_function(self) -> bool:
        """Whether this defines a function, rather than access to a table."""
        return self.path.startswith("functions/")

    @property
    def subject(self) -> str:
        """How the catalogue's facts call it."""
        return f"{'function' if self.is_function else 'access'} {self.name}"


class Files(NamedTuple):
    """Everything that a database is made from."""

    migrations: tuple[Definition, ...]
    functions: tuple[Definition, ...]
    access: tuple[Definition, ...]

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What is applied after the migrations, in this order."""
        return self.functions + self.access

    def functions_of_migrations(self) -> set[str]:
        """Return the few functions that a stored column or a default needs before there are any others."""
        return {name.removeprefix(f"{SCHEMA}.") for file in self.migrations for name, _ in _functions_in(file.text)}


def read_files(folder: Path = SQL) -> Files:
    """Read sql/; raises DefinitionsInvalid, naming file and line of everything that is wrong."""
    faults: list[str] = []
    files = Files(
        tuple(_read(folder, "migrations/*.sql", faults)),
        tuple(_read(folder, "functions/*/*.sql", faults)),
        tuple(_read(folder, "access/*.sql", faults)),
    )
    faults += [fault for file in files.functions for fault in _faults_of_function(file)]
    faults += [fault for file in files.access for fault in _faults_of_access(file)]
    faults += _named_twice(files.functions)
    if faults:
        raise DefinitionsInvalid("; ".join(faults))
    return files


def read_migrations(folder: Path = SQL) -> dict[str, str]:
    """Return the digest of each migration by its path below sql/: all that a bundle carries of sql/."""
    return {file.path: file.digest for file in _read(folder, "migrations/*.sql", [])}


def _read(folder: Path, pattern: str, faults: list[str]) -> Iterator[Definition]:
    for path in sorted(folder.glob(pattern)):
        place = path.relative_to(folder).as_posix()
        try:
            content = path.read_bytes()
            yield Definition(place, content.decode(), hashlib.sha256(content).hexdigest())
        except UnicodeDecodeError as problem:
            line = problem.object[: problem.start].count(b"\n") + 1
            faults.append(f"sql/{place}:{line}: is not UTF-8")
        except OSError as problem:
            faults.append(f"sql/{place}:1: cannot be read: {problem.strerror}")


def _functions_in(text: str) -> list[tuple[str, int]]:
    """Return each function that `text` creates, and on which line."""
    bare = _OPAQUE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return [(match[1].lower(), bare.count("\n", 0, match.start()) + 1) for match in _FUNCTION.finditer(bare)]


def _faults_of_function(file: Definition) -> Iterator[str]:
    made = _functions_in(file.text)
    if not made:
        yield f"sql/{file.path}:1: creates no function; one a file, and this one has to be {SCHEMA}.{file.name}"
    for name, line in made[:1]:
        if name != f"{SCHEMA}.{file.name}":
            yield f"sql/{file.path}:{line}: creates {name}; a file is called like its function"
    for name, line in made[1:]:
        yield f"sql/{file.path}:{line}: creates {name} as well; one function a file"


def _faults_of_access(file: Definition) -> Iterator[str]:
    owner = file.name if "." in file.name else f"{SCHEMA}.{file.name}"
    bare = _OPAQUE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), file.text)
    for match in _TABLE.finditer(bare):
        if match[1].lower() != owner:
            line = bare.count("\n", 0, match.start()) + 1
            yield f"sql/{file.path}:{line}: is about {match[1]}; a file is called like its table"
    for name, line in _functions_in(file.text):
        yield f"sql/{file.path}:{line}: creates {name}; functions are in sql/functions"


def _named_twice(functions: Sequence[Definition]) -> Iterator[str]:
    first: dict[str, Definition] = {}
    for file in functions:
        if first.setdefault(file.name, file) is not file:
            yield f"sql/{file.path}:1: is already in sql/{first[file.name].path}"
