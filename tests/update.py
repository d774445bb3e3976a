"""`make update`: every dependency is resolved anew, check, tests and audit decide, and a summary says what changed.

What it leaves is changed requirement files, for a person to read and commit. `--dry-run` resolves and says what would
change, and touches nothing.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = ROOT / ".venv" / "bin" / "uv"
SETS = ("requirements", "requirements-local", "requirements-dev")  # each stands on the one before
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
STEPS = {
    "installed": ["netlify.local.environment", "dev"],
    "checked": ["tests.check"],
    "tested": ["tests"],
    "audited": ["tests.audit"],
}


def main(arguments: list[str]) -> int:
    """Update and print the summary; 1 where nothing could be resolved, or what follows failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.update", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and touch nothing")
    options = parser.parse_args(arguments)
    before = pins(ROOT)
    if options.dry_run:
        with tempfile.TemporaryDirectory() as folder:
            for name in SETS:
                for suffix in (".in", ".txt"):
                    shutil.copy(ROOT / f"{name}{suffix}", folder)
            return _say(resolve(Path(folder)), before, pins(Path(folder)), {})
    if not resolve(ROOT):
        return _say(False, before, before, {})
    after = pins(ROOT)
    results = {step: _run(step, module) for step, module in STEPS.items()} if after != before else {}
    return _say(True, before, after, results)


def resolve(folder: Path) -> bool:
    """Pin the newest that fits together into the requirement files of `folder`; False where that could not be asked."""
    for name in SETS:
        command = [UV, "pip", "compile", "--upgrade", "--quiet", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
        finished = subprocess.run(
            [*command, f"{name}.in", "--output-file", f"{name}.txt"], cwd=folder, check=False, stdout=subprocess.DEVNULL
        )
        if finished.returncode:
            return False
    return True


def pins(folder: Path) -> dict[str, str]:
    """Return the version of everything that the requirement files of `folder` pin."""
    return {
        name: version for each in SETS for name, version in _PIN.findall((folder / f"{each}.txt").read_text("utf-8"))
    }


def summary(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return a line for everything that came, went or has another version."""
    return [
        f"{name} {before.get(name, 'new:')} → {after.get(name, 'gone')}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _run(step: str, module: list[str]) -> bool:
    print(f"update: {step} …", flush=True)
    return subprocess.run([sys.executable, "-m", *module], cwd=ROOT, check=False).returncode == 0


def _say(resolved: bool, before: Mapping[str, str], after: Mapping[str, str], results: Mapping[str, bool]) -> int:
    if not resolved:
        print("update: not run: the index could not be asked, or nothing fits together", file=sys.stderr)
        return 1
    lines = summary(before, after)
    print("\n".join([*lines, f"{len(lines)} of {len(before)} changed"]))
    for step, passed in results.items():
        print(f"{step:<10}{'ok' if passed else 'FAILED'}")
    return 0 if all(results.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
