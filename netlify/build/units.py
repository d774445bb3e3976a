"""Units: a distribution, the standard library or our own code as bundles hold it, made once and linked into many."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from netlify.build.paths import CACHE, ROOT, BuildRefused

STORE = CACHE / "units"
MAKERS = ("interpreter.py", "bytecode.py", "patching.py", "imports.py", "trim.py", "elf.py")


class Plan(NamedTuple):
    """What a unit is made of: `files` are (source, target); `key` changes when any of them does.

    With `each`, the facts of every file say what it imports, and not only those of the whole.
    """

    name: str
    key: str
    files: Sequence[tuple[str, str]]
    each: bool = False


class Unit:
    """A made unit: a folder, and the facts of its files by their path in it."""

    def __init__(self, folder: Path):
        self.folder = folder / "tree"
        self.digest = folder.name
        self._facts = folder / "unit.json"

    @cached_property
    def _known(self) -> Mapping[str, Any]:
        return json.loads(self._facts.read_bytes())

    @property
    def files(self) -> Mapping[str, Mapping[str, Any]]:
        """Size, size in a zip and needs of each file."""
        return self._known["files"]

    @property
    def imports(self) -> Sequence[str]:
        """Every dotted name that its sources may import."""
        return self._known["imports"]

    @property
    def warnings(self) -> Sequence[str]:
        """What was left unpatched, and why."""
        return self._known["warnings"]


def make(plans: Iterable[Plan]) -> list[Unit]:
    """Return the units of `plans`, in their order; what is in the store already is not made again."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(_make_one, plans))


def folder_of(plan: Plan) -> Path:
    """Return where the unit of `plan` lies once it is made."""
    digest = hashlib.sha256(f"{plan.key} {_makers()}".encode()).hexdigest()[:16]
    return STORE / f"{plan.name}-{digest}"


def _make_one(plan: Plan) -> Unit:
    folder = folder_of(plan)
    if not folder.is_dir():
        unfinished = folder.with_name(f"{folder.name}.unfinished-{os.getpid()}")
        shutil.rmtree(unfinished, ignore_errors=True)
        (unfinished / "tree").mkdir(parents=True)
        work = {
            "folder": str(unfinished / "tree"),
            "facts": str(unfinished / "unit.json"),
            "files": plan.files,
            "each": plan.each,
        }
        finished = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "netlify.build.bytecode"],
            input=json.dumps(work),
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env={"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath},
        )
        if finished.returncode:
            raise BuildRefused(f"{plan.name} cannot be laid out: {finished.stderr.strip()}")
        unfinished.rename(folder)
    return Unit(folder)


def _makers() -> str:
    """What the makers of units are, and which Python's bytecode they write: another of either makes them anew."""
    here = Path(__file__).parent
    makers = [*(here / name for name in MAKERS), *sorted((here / "patches").glob("*.py"))]
    sources = b"".join(maker.read_bytes() for maker in makers)
    return f"{sys.version} {hashlib.sha256(sources).hexdigest()}"
