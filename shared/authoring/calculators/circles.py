"""Formulas that would need their own result."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast


def circles_in(compiled: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each formula that asks for itself, also by way of others, a series or a table."""
    needs = _needs(compiled)
    done: set[str] = set()
    found: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            found.append(f"{' → '.join([*above[above.index(name) :], name])} goes in a circle")
        elif name not in done:
            for needed in sorted(needs.get(name, ())):
                visit(needed, (*above, name))
            done.add(name)

    for name in needs:
        visit(name, ())
    return found


def _needs(compiled: Mapping[str, Any]) -> dict[str, set[str]]:
    needs = {formula["key"]: set(_asked(formula["tree"])) for formula in compiled["formulas"]}
    for one in compiled["series"]:
        parts = [one["from"], one["to"], one["by"]]
        parts += [part for column in one["columns"] for part in (column["start"], column["tree"])]
        needs[f"series {one['key']}"] = {name for part in parts for name in _asked(part)}
    for key, table in compiled["tables"].items():
        needs[f"table {key}"] = {name for step in table["steps"] for part in step.values() for name in _asked(part)}
    return needs


def _asked(tree: object) -> Iterator[str]:
    """Yield the formulas, series and tables that a compiled tree asks for."""
    if isinstance(tree, str):
        yield tree
    if not isinstance(tree, list):
        return
    name, *arguments = cast("list[Any]", tree)
    skipped: Mapping[str, tuple[str, Iterable[object]]] = {
        "over": (f"series {arguments[1] if len(arguments) > 1 else ''}", arguments[2:]),
        "table": (f"table {arguments[0]}", arguments[1:]),
    }
    if name in skipped:
        needed, arguments = skipped[name]
        yield needed
    elif name == "previous":
        return
    for argument in arguments:
        yield from _asked(argument)
