"""One calculator, many random inputs, computed in Python and by the page's own modules in Node."""

import contextlib
import json
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from tests.prove.proof import Outcome

ROOT = Path(__file__).resolve().parents[3]
MODULES = ("arithmetic.js", "reals.js")
CHUNK = 500
Inputs = dict[str, float]


def disagreements(compiled: Mapping[str, Any], size: int, seed: int) -> Outcome:
    """Compare `size` random inputs; a figure that differs in any bit counts as wrong."""
    chance = random.Random(seed)
    wrong = figures = 0
    first = ""
    program = Program(compiled)
    with page() as (ask, answer):
        ask({"compiled": compiled})
        answer()
        for begun in range(0, size, CHUNK):
            asked = [random_inputs(compiled, chance) for _ in range(min(CHUNK, size - begun))]
            ask({"inputs": asked})
            here = [came_to(program, inputs) for inputs in asked]  # while the page computes its own
            for inputs, ours, theirs in zip(asked, here, answer(), strict=True):
                figures += len(ours)
                if not same(ours, theirs):
                    wrong += 1
                    first = first or f"; {inputs}: {ours} here, {theirs} in the page"
    return Outcome(size, wrong, f"{figures:,} figures compared bit for bit{first}")


def random_inputs(compiled: Mapping[str, Any], chance: random.Random) -> Inputs:
    """Return inputs within their limits, on their steps and between them, the limits themselves oftener."""
    found: Inputs = {}
    for one in compiled["inputs"]:
        least, most, step = one["least"], one["most"], one["step"]
        if one["options"]:
            found[one["key"]] = chance.choice(one["options"])["value"]
        elif chance.random() < 0.1:
            found[one["key"]] = chance.choice([least, most, one["default"]])
        elif chance.random() < 0.2:
            found[one["key"]] = chance.uniform(least, most)
        else:
            found[one["key"]] = least + step * chance.randint(0, int((most - least) / step))
    return found


def came_to(program: Program, inputs: Inputs) -> list[float]:
    """Return every formula, and of every series its length and each column's sum and last value."""
    calculation = Calculation(program, inputs)
    values = [calculation.value(key) for key in program.formulas]
    for key, series in program.series.items():
        rows = calculation.rows(key)
        values.append(len(rows))
        for column in series.columns:
            total = 0.0
            for row in rows:
                total = total + row[column.key]
            values += [total, rows[-1][column.key] if rows else 0]
    return values


def same(ours: list[float], theirs: list[float | str]) -> bool:
    """Return whether both sides came to the same, bit for bit; what has no value on one has none on the other."""
    there = [float(value.replace("Infinity", "inf")) if isinstance(value, str) else value for value in theirs]
    return len(ours) == len(there) and all(
        one == other or (one != one and other != other) for one, other in zip(ours, there, strict=True)
    )


@contextlib.contextmanager
def page() -> Generator[tuple[Callable[[object], None], Callable[[], Any]]]:
    """Start Node over the page's modules; the first function asks it one thing, the second waits for the answer."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "package.json").write_text('{"type": "module"}')
        for module in MODULES:
            text = (ROOT / "site" / "scripts" / module).read_text()
            (folder / module).write_text(text.replace('"/scripts/', '"./'))
        shutil.copy(Path(__file__).with_name("page.mjs"), folder)
        node = subprocess.Popen(
            ["node", str(folder / "page.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        with node:
            assert node.stdin is not None
            assert node.stdout is not None
            writing, reading = node.stdin, node.stdout

            def ask(question: object) -> None:
                writing.write(json.dumps(question) + "\n")
                writing.flush()

            yield ask, lambda: json.loads(reading.readline())
            writing.close()
