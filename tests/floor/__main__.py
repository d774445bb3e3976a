"""`python -m tests.floor [FOLDER]`: holds what site/ uses against what the oldest supported browsers have.

The browsers are Safari and iOS 16.4, Firefox 115, Chrome and Edge 109 (docs/site.md); the facts are MDN's
browser-compat-data, pinned with its parsers in package-lock.json and installed into the cache where they are missing.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from netlify.build.paths import CACHE, ROOT
from netlify.cli import NODE, NPM, environment

HERE = Path(__file__).parent
LOCK = HERE / "package-lock.json"
WHOLE = ROOT / "site"


def main(arguments: list[str]) -> int:
    """Check the folder, site/ unless another is named; 1 where something is missing, 2 where nothing can be checked."""
    try:
        packages = installed()
    except subprocess.CalledProcessError as problem:
        print(f"browser-compat-data cannot be installed: {problem.stderr.strip()}")
        return 2
    folder = Path(arguments[0]).resolve() if arguments else WHOLE
    command = [str(NODE), str(HERE / "check.mjs"), str(packages), str(folder), "whole" if folder == WHOLE else "part"]
    return subprocess.run(command, check=False).returncode


def installed() -> Path:
    """Return the folder of the pinned packages, installed first where they are not there."""
    home = CACHE.parent / f"floor-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]}"
    if home.is_dir():
        return home
    unfinished = home.with_name(home.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, unfinished / name)
    command = [str(NODE), str(NPM), "ci", "--prefix", str(unfinished), "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=unfinished, env=environment({}), check=True, capture_output=True, text=True)
    unfinished.rename(home)
    return home


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
