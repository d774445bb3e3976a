"""Looked up instead of compiled: the same patterns, classes and annotations; nothing from a table that does not fit."""

import marshal
import subprocess
import sys
from pathlib import Path

import pytest

from netlify.build import compiled

# What a module may compile when it is imported, each kind that the table knows of.
EXAMPLE = r"""
import collections, dataclasses, re, typing
PATTERNS = [
    re.compile(r"(?P<year>\d{4})-(?P<month>[01]?\d)", re.VERBOSE),
    re.compile(rb"[\x00-\x1f\xe9]+", re.DOTALL),
    re.compile("stra\u00dfe|\u0130", re.IGNORECASE | re.ASCII),
    re.compile(r"(a)(?:b)?\1"),
]
@dataclasses.dataclass(frozen=True, order=True)
class Point:
    x: int
    y: int = 3
Pair = collections.namedtuple("Pair", "first second", defaults=[2])
def hinted(value: "list[Point] | None") -> "typing.Optional[int]": ...
HINTS = typing.get_type_hints(hinted)
"""
USE = """
import example
assert example.PATTERNS[0].fullmatch("2026-11").groupdict() == {"year": "2026", "month": "11"}
assert example.PATTERNS[1].findall(b"a\\x01\\xe9b\\x02") == [b"\\x01\\xe9", b"\\x02"]
assert example.PATTERNS[2].match("STRA\\u00dfE") and example.PATTERNS[3].findall("abaaxa") == ["a"]
assert example.Point(1) == example.Point(1, 3) < example.Point(2)
assert hash(example.Point(1)) == hash(example.Point(1, 3))
assert repr(example.Point(1)) == "Point(x=1, y=3)" and example.Pair(1) == (1, 2)
assert str(example.HINTS["value"]) == "list[example.Point] | None"
"""
COUNT = """
import builtins, re, sys
from netlify.runtime import precompiled
precompiled.install(sys.argv[1])
slowly = []
parse, compile_text = re._parser.parse, builtins.compile
re._parser.parse = lambda *given: slowly.append(given[0]) or parse(*given)
builtins.compile = lambda *given, **how: slowly.append(given[0]) or compile_text(*given, **how)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the module `example` and the table of what it compiles."""
    (tmp_path / "example.py").write_text(EXAMPLE)
    (tmp_path / "table").write_bytes(rehearse(tmp_path, "example").stdout)
    return tmp_path


def rehearse(folder: Path, *names: str) -> subprocess.CompletedProcess[bytes]:
    """Import `names` as a build does."""
    return python(folder, compiled.REHEARSAL.read_text(), given="\n".join(names))


def python(folder: Path, code: str, *arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    """Run `code` in a fresh Python that finds ours and what lies in `folder`."""
    search = f"{folder}:{Path(__file__).parents[3]}"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env={"PYTHONPATH": search}, input=given.encode(), capture_output=True, check=False)


def ended_well(finished: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether a child ended well; what it said is shown when not."""
    assert finished.returncode == 0, finished.stderr.decode()
    return True


def test_nothing_that_the_table_knows_is_compiled_again(folder: Path) -> None:
    """With its table a module compiles nothing while it is imported, and does what it did."""
    assert ended_well(python(folder, f"{COUNT}{USE}\nassert slowly == [], slowly", str(folder / "table")))


def test_what_the_table_does_not_know_is_compiled(folder: Path) -> None:
    """Another pattern, other flags and another text are compiled; a wrong pattern is refused as ever."""
    code = f"""{COUNT}
assert re.compile(r"(a)(?:b)?\\1", re.IGNORECASE).match("AA")
assert re.compile("new").match("new") and len(slowly) == 2
try:
    re.compile("(")
except re.error as error:
    assert str(error).startswith("missing )")
"""
    assert ended_well(python(folder, code, str(folder / "table")))


@pytest.mark.parametrize("content", [None, b"", b"nothing", marshal.dumps(3), marshal.dumps(("4.0", {}, {}))])
def test_a_table_that_does_not_fit_is_left_alone(folder: Path, content: bytes | None) -> None:
    """No file, a broken one and one of another interpreter: everything is compiled as if there were none."""
    other = folder / "other"
    if content is not None:
        other.write_bytes(content)
    assert ended_well(python(folder, f"{COUNT}{USE}\nassert len(slowly) > 5, slowly", str(other)))


def test_equal_modules_make_equal_tables(folder: Path) -> None:
    """A rehearsal in another process writes the same bytes, whatever its hash seed was."""
    assert rehearse(folder, "example").stdout == (folder / "table").read_bytes()


def test_ours_must_be_there(folder: Path) -> None:
    """A name that is no module of another's is passed over; one of ours fails the rehearsal."""
    assert ended_well(rehearse(folder, "example.Point", "no_such_module"))
    failed = rehearse(folder, "shared.no_such_module")
    assert failed.returncode != 0
    assert b"No module named 'shared.no_such_module'" in failed.stderr
