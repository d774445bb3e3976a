"""What a function weighs as Netlify takes it: its bundle zipped and unzipped, in megabytes."""

import tempfile
import zipfile
from pathlib import Path

from netlify.build.paths import ROOT
from tests.benchmarks.harness.children import bundle_all
from tests.benchmarks.harness.row import Row

MEGABYTE = 1024 * 1024
BUNDLES = ROOT / ".bundles"
RUNGS = {"list-modules": (25, 18), "ask-ai": (32, 24)}
NETLIFYS = (50, None)


def run() -> list[Row]:
    """Weigh every function's bundle."""
    return [_weighed(name) for name in bundle_all()]


def _weighed(name: str) -> Row:
    files = [path for path in (BUNDLES / name).rglob("*") if path.is_file()]
    unzipped = sum(path.stat().st_size for path in files) / MEGABYTE
    first, then = RUNGS.get(name, NETLIFYS)
    return Row(f"bundle: {name}", _zipped(files), "MB zipped", f"{unzipped:.1f} MB in {len(files)} files", first, then)


def _zipped(files: list[Path]) -> float:
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                archive.write(path, path.relative_to(BUNDLES))
        return file.tell() / MEGABYTE
