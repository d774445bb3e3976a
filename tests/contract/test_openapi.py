"""The OpenAPI document and the routes say the same, and every refusal has its page."""

import importlib
import pkgutil
from pathlib import Path

import shared
from shared.operations.openapi import PARTS, document
from shared.problems import Problem
from tests.support import functions

SITE = Path(__file__).resolve().parents[2] / "site"


def described() -> dict[tuple[str, str], list[dict[str, list[str]]]]:
    """Return every described operation with its security."""
    return {
        (path, method.upper()): operation.get("security", [])
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def test_every_route_is_described_and_nothing_else() -> None:
    """Path and method of each route stand in the document, and the document names no other."""
    routed = {(path, route.method) for path, route in functions.routes()}
    assert set(described()) == routed, f"describe each function in {PARTS.name}/<function>.yaml"


def test_the_document_says_who_may_call() -> None:
    """The described security is the declared one, so that no route is documented more open than it is."""
    for path, route in functions.routes():
        wanted: list[dict[str, list[str]]] = [] if route.who == "anyone" else [{route.who: []}]
        assert described()[path, route.method] == wanted, f"{route.method} {path}"


def test_every_problem_has_its_page() -> None:
    """Each Problem's type is a real page of the site, and its docstring a title."""
    for module in pkgutil.walk_packages(shared.__path__, "shared."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = _subclasses(Problem)
    assert len(found) > 10
    missing = sorted({problem.slug for problem in found if not (SITE / "problems" / f"{problem.slug}.html").is_file()})
    assert not missing, f"write site/problems/<slug>.html for {', '.join(missing)}"
    untitled = [problem.__name__ for problem in found if not (problem.__doc__ or "").strip()]
    assert not untitled


def _subclasses(kind: type[Problem]) -> set[type[Problem]]:
    return {kind}.union(*(_subclasses(child) for child in kind.__subclasses__()))
