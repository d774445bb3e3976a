"""`make bench [AREA=name]`: what things cost, as ratios measured side by side in one run.

Each module beside this one is an area; adding one is adding a file:

    from tests.benchmarks.harness.row import Row

    def run() -> list[Row]:
        return [Row("a checkout, warm", 1.3, "x the statement", "the statement 140 µs", first=1.6, then=1.2)]

`harness/timing.py` measures variants in turn, `harness/world.py` has a Postgres with the real course in it,
members and the functions' settings; `harness/children.py` starts functions as the platform does.
"""

import importlib
import sys
from pathlib import Path

from tests.benchmarks.harness.row import Row, table

HERE = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Measure the named areas, or all, and print the table; 2 for an area that there is none of."""
    unknown = [name for name in arguments if name not in areas()]
    if unknown:
        print(f"no such area: {', '.join(unknown)}; there are {', '.join(areas())}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for area in arguments or areas():
        print(f"… {area}", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"tests.benchmarks.{area}").run()
    print(table(rows))
    return 0


def areas() -> list[str]:
    """Return the areas there are: the modules beside this one."""
    return sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
