"""`make prove [AREA=name]`: every proof at full size; finished ones are remembered, so that it can be resumed.

Each module beside this one is an area with a list PROOFS. SEED=n chooses the seed, SCALE=0.05 a part of the size.
"""

import argparse
import hashlib
import importlib
import json
import sys
from pathlib import Path

from tests.prove.proof import Line, Outcome, Proof, run

HERE = Path(__file__).parent
REMEMBERED = HERE.parents[1] / ".cache" / "prove.json"
NOT_AREAS = {"__init__", "__main__", "proof", "world"}


def main(arguments: list[str]) -> int:
    """Run the proofs of the named area, or all; return 1 when one found something wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("area", nargs="?", choices=areas(), help="one area instead of all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the full size")
    parser.add_argument("--fresh", action="store_true", help="forget what was proven before")
    options = parser.parse_args(arguments)
    done = {} if options.fresh else _remembered()
    lines = [
        _line(proof, options.seed, options.scale, done)
        for area in ([options.area] if options.area else areas())
        for proof in importlib.import_module(f"tests.prove.{area}").PROOFS
    ]
    print(_table(lines))
    return 1 if any(line.outcome.wrong for line in lines) else 0


def areas() -> list[str]:
    """Return the areas there are: the modules beside this one."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_AREAS)


def _line(proof: Proof, seed: int, scale: float, done: dict[str, list[object]]) -> Line:
    """Return the remembered line where this very code proved it already, else run it and remember."""
    size = max(1, int(proof.full_size * scale))
    key = f"{proof.name}|{size}|{seed}|{_code()}"
    if key in done:
        cases, wrong, says, seconds = done[key]
        return Line(proof, seed, Outcome(int(str(cases)), int(str(wrong)), str(says)), float(str(seconds)))
    print(f"… {proof.name}: {size:,} cases, seed {seed}", file=sys.stderr, flush=True)
    line = run(proof, size, seed)
    if not line.outcome.wrong:
        done[key] = [line.outcome.cases, line.outcome.wrong, line.outcome.says, round(line.seconds, 1)]
        REMEMBERED.parent.mkdir(exist_ok=True)
        REMEMBERED.write_text(json.dumps(done, indent=1))
    return line


def _code() -> str:
    """A digest of everything a proof depends on: a changed file proves nothing until it is run again."""
    digest = hashlib.sha256()
    for folder in ("shared", "functions", "netlify", "sql", "tests/prove"):
        for path in sorted((HERE.parents[1] / folder).rglob("*")):
            if path.suffix in {".py", ".sql", ".mjs"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _remembered() -> dict[str, list[object]]:
    return json.loads(REMEMBERED.read_text()) if REMEMBERED.exists() else {}


def _table(lines: list[Line]) -> str:
    rows = [
        f"{line.proof.name:<34} {line.outcome.cases:>10,} {line.outcome.wrong:>6} {line.seconds:>8.1f} s  "
        f"seed {line.seed}  {line.outcome.says}"
        for line in lines
    ]
    return "\n".join([f"{'proof':<34} {'cases':>10} {'wrong':>6} {'time':>10}", *rows])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
