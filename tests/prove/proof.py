"""Proof: one claim with a figure in it, run at full size by `make prove` and as a slice by `make test`."""

import time
from collections.abc import Callable
from typing import NamedTuple


class Outcome(NamedTuple):
    """What a run found: how many cases it ran, how many were wrong, and a sentence with the figures."""

    cases: int
    wrong: int
    says: str


class Proof(NamedTuple):
    """A claim and the seeded simulation that tries to break it: `run(size, seed)` returns an Outcome."""

    name: str
    claim: str
    full_size: int
    slice_size: int
    run: Callable[[int, int], Outcome]


class Line(NamedTuple):
    """One line of the table that `make prove` prints."""

    proof: Proof
    seed: int
    outcome: Outcome
    seconds: float


def run(proof: Proof, size: int, seed: int) -> Line:
    """Run `proof` at `size` and time it."""
    started = time.perf_counter()
    outcome = proof.run(size, seed)
    return Line(proof, seed, outcome, time.perf_counter() - started)


def assert_slice(proof: Proof, seed: int = 1) -> None:
    """For pytest: the slice of `proof` finds nothing wrong, and did run its cases."""
    line = run(proof, proof.slice_size, seed)
    assert line.outcome.cases >= proof.slice_size, f"{proof.name}: only {line.outcome.cases} cases ran"
    assert line.outcome.wrong == 0, f"{proof.name} (seed {seed}): {line.outcome.says}"
