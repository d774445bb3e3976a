"""pydantic-core makes a class for each shape that a type checker may ask about; at run time each is a dict."""

import ast
from pathlib import Path

from netlify.build.patching import put, require


def plain_shapes(source: str, _: Path) -> str:
    """Return core_schema.py with `dict` for each of its TypedDicts. No line moves."""
    lines, shapes = source.splitlines(), {"TypedDict"}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and shapes & {base.id for base in node.bases if isinstance(base, ast.Name)}:
            shapes.add(node.name)
            put(lines, node, f"{node.name} = dict")
    require(len(shapes) > 50, "it has far fewer TypedDicts than it had")
    return "\n".join(lines) + "\n"


PATCHES = {"pydantic_core/core_schema.py": plain_shapes}
