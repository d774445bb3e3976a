"""charset-normalizer: requests wants its version when imported, and guesses an encoding with it once in a while."""

import ast
from pathlib import Path

from netlify.build.patching import put, require

LATE_MEMBERS = """
_late = {members!r}


def __getattr__(name):
    if name in _late:
        from importlib import import_module

        module = import_module("." + _late[name], __name__)
        return module if name == _late[name] else getattr(module, name)
    raise AttributeError(f"module {{__name__!r}} has no attribute {{name!r}}")
"""


def import_members_late(source: str, _: Path) -> str:
    """Return a package that imports each of its modules when a member of it is first asked for. No line moves."""
    lines, members = source.splitlines(), dict[str, str]()
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module not in {None, "version"}:
            members |= {name: str(node.module) for name in (*(alias.name for alias in node.names), str(node.module))}
            put(lines, node, "")
    require(len(members) > 5, "it no longer brings its members together")
    return "\n".join(lines) + "\n" + LATE_MEMBERS.format(members=members)


PATCHES = {"charset_normalizer/__init__.py": import_members_late}
