"""Cases and their judgement: patterns that an answer must and must not hold, and what it has to cite."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

CASES = Path(__file__).parent / "cases.yaml"
DEFAULT_MODULE = "cash-flow-and-net-worth"


class Kind(NamedTuple):
    """A kind of question, and the least share of its cases that must pass."""

    name: str
    least: float
    about: str


class Case(NamedTuple):
    """One question and what its answer must be like."""

    kind: str
    question: str
    module: str = DEFAULT_MODULE
    says: Sequence[str] = ()
    avoids: Sequence[str] = ()
    cites: Sequence[str] = ()
    refused: bool = False
    plant: Mapping[str, str] | None = None
    good: str = ""
    bad: str = ""


class Given(NamedTuple):
    """What the guide answered: the status, the text and the blocks it cites."""

    status: int
    text: str
    blocks: Sequence[str]


class Score(NamedTuple):
    """How a kind did."""

    kind: Kind
    passed: int
    total: int

    @property
    def suffices(self) -> bool:
        """Whether enough of its cases passed."""
        return self.passed >= self.kind.least * self.total


def read_cases(path: Path = CASES) -> tuple[list[Kind], list[Case]]:
    """Return the kinds and the cases, in the file's order."""
    content: dict[str, Any] = yaml.safe_load(path.read_text())
    kinds = [Kind(name, float(about["least"]), about["about"]) for name, about in content["kinds"].items()]
    return kinds, [Case(**case) for case in content["cases"]]


def faults(case: Case, given: Given) -> list[str]:
    """Return what is wrong with an answer, in words; nothing when it passes."""
    if case.refused:
        return [] if given.status == 422 else [f"was not refused but answered {given.status}"]
    if given.status != 200:
        return [f"was answered {given.status}"]
    wrong = [f"does not say /{pattern}/" for pattern in case.says if not _found(pattern, given.text)]
    wrong += [f"says /{pattern}/" for pattern in case.avoids if _found(pattern, given.text)]
    if case.cites and not (given.blocks if "any" in case.cites else set(case.cites) & set(given.blocks)):
        wrong.append(f"cites {list(given.blocks)}, not {' or '.join(case.cites)}")
    return wrong


def scores(kinds: Sequence[Kind], judged: Sequence[tuple[Case, Sequence[str]]]) -> list[Score]:
    """Return how each kind did."""
    found: list[Score] = []
    for kind in kinds:
        outcomes = [not wrong for case, wrong in judged if case.kind == kind.name]
        found.append(Score(kind, sum(outcomes), len(outcomes)))
    return found


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.MULTILINE) is not None
