"""Makes one unit of a bundle: bytecode in its source's place, everything else copied, and what is to be known of both.

`python -m netlify.build.bytecode` reads a plan as JSON from stdin and writes the unit; a process of its own for each,
because what `marshal` writes depends on which strings the process has seen before, and two builds must be equal.
The bytecode is unchecked (the zip resets times, and nothing changes there) and lies where its source was: half the
files, and nothing to look at but the one that is read.
"""

import json
import py_compile
import shutil
import sys
import zlib
from pathlib import Path
from typing import Any

from netlify.build.elf import MAGIC, NotElf, read_elf
from netlify.build.imports import imported_names
from netlify.build.patching import patched


def main() -> int:
    """Write the unit that stdin describes, its facts last."""
    plan = json.load(sys.stdin)
    folder, facts, imports, warnings = Path(plan["folder"]), dict[str, Any](), set[str](), list[str]()
    for source, target in plan["files"]:
        imported = set[str]()
        patch = patched(Path(source), target)
        warnings += [patch.warning] * bool(patch.warning)
        written = place(patch.source, folder, target, imported)
        facts[str(written.relative_to(folder))] = fact(written) | (
            {"imports": sorted(imported)} if plan["each"] else {}
        )
        imports |= imported
    known = {"files": facts, "imports": sorted(imports), "warnings": warnings}
    Path(plan["facts"]).write_text(json.dumps(known, sort_keys=True, separators=(",", ":")))
    return 0


def place(source: Path, folder: Path, target: str, imports: set[str]) -> Path:
    """Compile or copy `source` to its place below `folder` and return that; add to `imports` what it imports."""
    destination = folder / target
    destination.parent.mkdir(parents=True, exist_ok=True)
    if target.endswith(".py"):
        compiled = destination.with_suffix(".pyc")
        if _compiles(source, compiled, target, imports):
            return compiled
    shutil.copyfile(source, destination)
    destination.chmod(0o755 if _is_program(source) else 0o644)
    return destination


def fact(file: Path) -> dict[str, Any]:
    """Return size, size in a zip and, of a native library, what it needs."""
    content = file.read_bytes()
    squeeze = zlib.compressobj(zlib.Z_BEST_SPEED, zlib.DEFLATED, -15)  # as Netlify packs (zip-it-and-ship-it)
    known: dict[str, Any] = {"size": len(content), "zipped": len(squeeze.compress(content)) + len(squeeze.flush())}
    if content[:4] == MAGIC:
        try:
            elf = read_elf(content)
        except NotElf as problem:
            return {**known, "machine": 0, "broken": str(problem), "needed": [], "glibc": [0]}
        known |= {"machine": elf.machine, "needed": elf.needed, "glibc": elf.glibc}
    return known


def _compiles(source: Path, compiled: Path, shown: str, imports: set[str]) -> bool:
    """A template or a file for another Python stays source: whoever reads it knows why."""
    module = shown.removesuffix(".py").replace("/", ".")
    try:
        imports |= imported_names(source.read_bytes(), module, is_package=shown.endswith("/__init__.py"))
        py_compile.compile(
            str(source),
            str(compiled),
            dfile=shown,
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    except (SyntaxError, ValueError, py_compile.PyCompileError):
        return False
    compiled.chmod(0o644)
    return True


def _is_program(source: Path) -> bool:
    return ".so" not in source.name and source.suffix != ".py" and bool(source.stat().st_mode & 0o100)


if __name__ == "__main__":
    sys.exit(main())
