"""Modules that work something out when imported which the build can know: a bundle holds what they come to.

`importlib.metadata` brings the e-mail parser and zip files along for one string; a class costs as much as a page of
code. `patches/` has a file for each distribution that is patched, and in it a function for each module. A patch that
no longer fits its module is left out with a warning: it saves milliseconds, and must not block an update.
"""

import ast
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path
from typing import NamedTuple

# Given a module's source and the folder of all distributions, return the source that is bundled in its place.
Patch = Callable[[str, Path], str]
FOLDER = Path(__file__).with_name("patches")


class PatchDoesNotFit(Exception):
    """The module is not as the patch knows it; the message says what is otherwise."""


class Patched(NamedTuple):
    """What of a module is bundled, and a warning when that is the original though there is a patch for it."""

    source: Path
    warning: str = ""


def patched(source: Path, target: str) -> Patched:
    """Return the file to bundle as `target`: `source`, or what its patch made of it, written beside the shelf's own."""
    patch = patches().get(target)
    if patch is None:
        return Patched(source)
    shelf = source.parents[len(Path(target).parts) - 1]
    try:
        text = patch(source.read_text("utf-8"), shelf)
        ast.parse(text)
    except Exception as problem:  # noqa: BLE001 (whatever a patch trips over, the original is there and right)
        why = str(problem) if isinstance(problem, PatchDoesNotFit) else f"{type(problem).__name__}: {problem}"
        return Patched(
            source, f"{target} is bundled unpatched, and starts slower for it: {why} (netlify/build/patches)"
        )
    written = shelf / target.replace("/", "-")
    written.write_text(text, "utf-8")
    return Patched(written)


def patches() -> dict[str, Patch]:
    """Return every patch by the path of its module."""
    found: dict[str, Patch] = {}
    for file in sorted(FOLDER.glob("[a-z]*.py")):
        found |= import_module(f"netlify.build.patches.{file.stem}").PATCHES
    return found


def require(fits: bool, otherwise: str) -> None:
    """Raise PatchDoesNotFit with what is `otherwise`, unless the patch `fits`."""
    if not fits:
        raise PatchDoesNotFit(otherwise)


def put(lines: list[str], node: ast.stmt, line: str) -> None:
    """Put `line` where `node` stands in `lines`; every other line keeps its number."""
    end = node.end_lineno or node.lineno
    lines[node.lineno - 1 : end] = [line, *[""] * (end - node.lineno)]


def defined(source: str) -> set[str]:
    """Return the names that a module's source assigns or defines, also in a `try` or an `if`; not what it imports."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(ast.parse(source).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        else:
            waiting += ast.iter_child_nodes(node)
    return names


def version_alone(distribution: str) -> Patch:
    """Return a patch for a module that holds nothing but the version of `distribution`."""

    def patch(source: str, shelf: Path) -> str:
        require(defined(source) == {"__version__"}, "it defines more than the version")
        return f"__version__ = {version_of(distribution, shelf)!r}\n"

    return patch


def version_of(distribution: str, shelf: Path) -> str:
    """Return the version of a distribution on the shelf."""
    return next(iter(metadata.distributions(name=distribution, path=[str(shelf)]))).version
