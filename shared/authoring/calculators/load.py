"""A module's calculator.yaml as the page gets it."""

from collections.abc import Mapping
from typing import Any

from shared.authoring.arithmetic import Shown
from shared.authoring.calculators.check import check_calculator, check_example
from shared.authoring.calculators.compile import compiled_calculator
from shared.authoring.calculators.records import CalculatorFile
from shared.authoring.fact_rules import FactBook
from shared.authoring.files import CourseFolder
from shared.authoring.findings import Findings
from shared.authoring.validation import record_in
from shared.authoring.yaml_source import Document, parse_yaml


def load_calculator(
    folder: CourseFolder, slug: str, facts: FactBook, examples: Mapping[str, Mapping[str, Shown]], findings: Findings
) -> dict[str, Any] | None:
    """Return the compiled calculator in `folder`; None where there is none, or findings say what is wrong with it."""
    source = folder.text("calculator.yaml") if (folder.folder / "calculator.yaml").exists() else None
    document = parse_yaml(source, findings) if source else None
    file = record_in(document, CalculatorFile, findings) if document else None
    if document is None or file is None:
        return None
    mistakes = 0

    def report(place: tuple[str | int, ...], text: str) -> None:
        nonlocal mistakes
        mistakes += 1
        findings.error(document.path, document.line(place), text)

    used = {name: _fact(key, name, slug, document, facts, report) for name, key in file.facts.items()}
    for name, table in file.tables.items():
        if table.fact:
            key = table.fact.partition("#")[0]
            facts.use(key, f"calculator {slug}", document.path, document.line(("tables", name, "fact")))
    compiled = compiled_calculator(file, {name: fact for name, fact in used.items() if fact}, report)
    check_calculator(file, report)
    if not mistakes and all(used.values()):
        check_example(file, compiled, examples, report)
    return None if mistakes else compiled


def _fact(key: str, name: str, slug: str, document: Document, facts: FactBook, report: Any) -> dict[str, Any] | None:
    """Return what a formula and the reader need of a fact; `key#part` takes one number of several."""
    base, _, part = key.partition("#")
    line = document.line(("facts", name))
    fact = facts.use(base, f"calculator {slug}", document.path, line)
    if fact is None:
        return None
    number = fact.parts.get(part) if part else fact.number
    if number is None:
        report(("facts", name), f"the fact {key!r} has no number to count with; give it `number` or `parts`")
        return None
    return {"key": base, "number": float(number), "label": fact.label, "value": fact.value, "said": fact.provenance()}
