"""What a Python source imports, wherever in it: at its top, in a function, in a `try`; not under TYPE_CHECKING."""

import ast
import re
from collections.abc import Iterator

_WORD = re.compile(r"[a-z][a-z0-9-]{1,40}")


def imported_names(source: bytes, module: str, *, is_package: bool) -> set[str]:
    """Return the dotted names that `source` may import: of `from a import b` both `a` and `a.b`.

    Raises SyntaxError for what is no Python of this version.
    """
    package = module if is_package else module.rpartition(".")[0]
    found: set[str] = set()
    for node in _reachable(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, package)
            found |= {origin} | {f"{origin}.{alias.name}" for alias in node.names if alias.name != "*"}
        elif isinstance(node, ast.Call):
            found |= set(_named_in_call(node))
    return found - {""}


def single_words(source: bytes) -> set[str]:
    """Return every string constant of `source` that is one word, as the names of AWS's services are."""
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str) and _WORD.fullmatch(value)}


def _reachable(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below `node` that can run: what is for type checkers alone is left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and _is_for_type_checkers(child.test):
            for other in child.orelse:
                yield other
                yield from _reachable(other)
            continue
        yield child
        yield from _reachable(child)


def _is_for_type_checkers(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _origin(node: ast.ImportFrom, package: str) -> str:
    """The module that a `from` names, relative ones made absolute."""
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    base = ".".join(parts[: len(parts) - node.level + 1])
    return f"{base}.{node.module}" if node.module and base else node.module or base


def _named_in_call(node: ast.Call) -> Iterator[str]:
    """`import_module("a.b")` and `__import__("a.b")`."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in {"import_module", "__import__"} and node.args:
        name = node.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str) and not name.value.startswith("."):
            yield name.value
