"""Cold starts: a bundle's own Python, from the start of its process to its first answer, beside "hello".

"hello" is AWS's client with a handler that knows its answer, under the same interpreter, laid out the same way.
Instructions (callgrind, as far as they repeat) are held against the rungs; seconds stand beside them, as ratios
measured in turn. ROUNDS in the environment changes how often each is timed, FUNCTIONS which are measured.
"""

import statistics
import tempfile
from pathlib import Path

from shared.environment import read, read_integer
from tests.benchmarks.harness.children import (
    OURS,
    Program,
    Started,
    bundle_all,
    bundled,
    hello,
    make_floor,
    start,
)
from tests.benchmarks.harness.requests import Event, request_for
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import interleaved
from tests.benchmarks.harness.world import World, world

CALLGRIND = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
READS = (6.5, 4.0)
RUNGS = {
    "answer-case": (7.5, 5.0),
    "ask-ai": (13.0, 9.0),
    "checkout": (9.0, 7.0),
    "reconcile-payments": (9.0, 7.0),
    "signup-hook": (7.5, 5.0),
    "stripe-webhook": (7.5, 5.0),
    "submit-quiz": (7.5, 5.0),
}
MODULES = {"list-modules": (300, 230)}
WARM_CALLS = 20
ONCE = {"ask-ai", "checkout", "reconcile-payments"}  # limited, or slow by the vendor's side


def run() -> list[Row]:
    """Measure every function there is, or those of FUNCTIONS."""
    names = bundle_all()
    wanted = read("FUNCTIONS").replace(",", " ").split() or names
    with tempfile.TemporaryDirectory() as folder, world() as made:
        floor = make_floor(Path(folder))
        rows = _floors(floor)
        base = start(hello("list-modules", floor), {}, under=CALLGRIND).instructions
        for name in wanted:
            rows += _function(name, made, floor, base)
    return rows


def _floors(floor: Path) -> list[Row]:
    """Hello itself, beside the bare interpreter and our own client with the same handler."""
    programs = {"aws": hello("list-modules", floor), "ours": hello("list-modules", floor, OURS)}
    counted = {name: start(program, {}, under=CALLGRIND).instructions for name, program in programs.items()}
    beside = f"hello under AWS's client: {counted['aws'] / 1e6:.0f} M instructions"
    return [Row("cold: hello under our client", counted["ours"] / counted["aws"], "x hello", beside)]


def _function(name: str, made: World, floor: Path, base: int) -> list[Row]:
    program, event = bundled(name, made.environment), request_for(name, made)
    counted = start(program, event, under=CALLGRIND)
    timed = _timed(program, event, hello("list-modules", floor))
    first, then = RUNGS.get(name, READS)
    plain = start(program, event, calls=1 if name in ONCE else WARM_CALLS)
    ratio = statistics.median(timed["function"]) / statistics.median(timed["hello"])
    beside = [
        f"{ratio:.1f} x by time",
        f"answered {counted.status}",
        f"{counted.modules} modules",
        f"{plain.peak_mb:.0f} MB",
        _broken_down(plain, statistics.median(timed["hello"])),
    ]
    rows = [Row(f"cold: {name}", counted.instructions / base, "x hello", "; ".join(beside), first, then)]
    if name in MODULES:
        rows.append(
            Row(f"cold: {name}, modules after the first answer", counted.modules, "modules", "", *MODULES[name])
        )
    return rows


def _timed(program: Program, event: Event, floor: Program) -> dict[str, list[float]]:
    return interleaved(
        {
            "hello": lambda: start(floor, {}).first_answer,
            "function": lambda: start(program, event).first_answer,
        },
        read_integer("ROUNDS", 5),
    )


def _broken_down(started: Started, floor: float) -> str:
    """Say where the time of one start went: loading, what only a first call does, and a call's own work."""
    work = statistics.median(started.answers[1:] or started.answers)
    parts = {"hello": floor, "load": started.asked, "connect and keys": started.answers[0] - work, "work": work}
    return ", ".join(f"{part} {seconds * 1000:.1f}" for part, seconds in parts.items()) + " ms"
