"""Python and the page agree on every calculator of the course, bit for bit and so to the cent."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.authoring.load import load_course
from tests.prove.calculating.parity import ROOT, disagreements
from tests.prove.proof import Outcome, Proof

FULL_SIZE = 100_000
SLICE_SIZE = 200


def _run(compiled: Mapping[str, Any]) -> Callable[[int, int], Outcome]:
    return lambda size, seed: disagreements(compiled, size, seed)


def _proofs() -> list[Proof]:
    course, findings = load_course(ROOT / "sql" / "course", "sql/course")
    assert course is not None, findings.errors()
    return [
        Proof(
            module.slug[:34],
            "Python and JavaScript come to the same, whatever is set",
            FULL_SIZE,
            SLICE_SIZE,
            _run(module.calculator),
        )
        for module in course.modules
        if module.calculator
    ]


PROOFS = _proofs()
