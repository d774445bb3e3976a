"""Numbers that go from one calculator to the next by way of the plan's pages."""

from collections.abc import Iterator, Sequence

from shared.authoring.findings import listed
from shared.authoring.module import Module


def broken_ways(modules: Sequence[Module]) -> Iterator[tuple[str, str]]:
    """Yield the folder and a sentence for each number that could not be carried.

    A calculator writes into its own page of the plan, and takes what another one writes into another page.
    """
    written = {module.slug: module.calculator["writes"] for module in modules if module.calculator}
    for module in modules:
        if module.calculator is None:
            continue
        lines = _lines(module)
        for entry in module.calculator["writes"]:
            if entry not in lines:
                yield module.folder, f"the plan's page has no entry {entry!r} to write {listed(sorted(lines), entry)}"
        for name, taken in module.calculator["takes"].items():
            page, entry = taken["page"], taken["entry"]
            if page not in written or page == module.slug:
                yield module.folder, f"the input {name!r} takes from {page!r}, which is no other module's page"
            elif entry not in written[page]:
                known = listed(sorted(written[page]), entry)
                yield module.folder, f"the input {name!r} takes {entry!r}, which {page!r} does not write {known}"


def _lines(module: Module) -> set[str]:
    if module.plan is None:
        return set()
    return {module.plan.head.number.key, *(entry.key for entry in module.plan.entries)}
