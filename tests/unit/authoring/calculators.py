"""The calculator that docs/calculators.md shows whole, compiled; and a way to change it."""

import textwrap
from fractions import Fraction
from typing import Any

from shared.authoring.arithmetic import Shown
from shared.authoring.calculators.check import check_calculator, check_example
from shared.authoring.calculators.compile import compiled_calculator
from shared.authoring.calculators.records import CalculatorFile
from shared.authoring.files import Source
from shared.authoring.findings import Findings
from shared.authoring.validation import record_in
from shared.authoring.yaml_source import parse_yaml
from tests.support.running import ROOT

EXAMPLES = {
    "The fund before and after the loan payment begins": {
        label: Shown(f"${number:,}", Fraction(number), 0, is_percent=False)
        for label, number in {
            "Six months with it": 43800,
            "Left of each paycheck without the loan": 4800,
            "Left of each paycheck with it": 2900,
            "Saved after three paychecks, 4000 at the start": 18400,
            "Saved after nine more": 44500,
        }.items()
    }
}


def documented() -> str:
    """Return the whole calculator of docs/calculators.md."""
    return textwrap.dedent((ROOT / "docs" / "calculators.md").read_text().partition("## A whole one\n")[2])


def compiled(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the calculator in `text` and everything that is said of it."""
    findings = Findings()
    said: list[str] = []
    document = parse_yaml(Source("calculator.yaml", text), findings)
    file = record_in(document, CalculatorFile, findings) if document else None
    if file is None:
        return {}, [str(error) for error in findings.errors()]

    def report(place: tuple[str | int, ...], what: str) -> None:
        said.append(f"{'.'.join(str(part) for part in place)}: {what}")

    made = compiled_calculator(file, {}, report)
    check_calculator(file, report)
    if not said:
        check_example(file, made, EXAMPLES, report)
    return made, said
