"""Every function there is, found by its file, with its routes."""

import importlib
from collections.abc import Iterator
from pathlib import Path

from shared.routes import Route
from shared.web import Function

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"


def names() -> list[str]:
    """Return every function's name as its address has it: get-module."""
    return sorted(path.stem.replace("_", "-") for path in FUNCTIONS.glob("*.py") if path.stem != "__init__")


def handler_of(name: str) -> Function:
    """Return the handler of function `name`."""
    return importlib.import_module("functions." + name.replace("-", "_")).handler


def routes() -> Iterator[tuple[str, Route]]:
    """Yield every route that the world can ask, with its address below /.netlify/functions."""
    for name in names():
        for route in handler_of(name).routes:
            yield f"/{name}{route.path}".rstrip("/"), route
