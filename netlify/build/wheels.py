"""The pinned distributions as Netlify's machine needs them: manylinux2014 wheels, resolved and unpacked once."""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence, Set
from pathlib import Path
from typing import NamedTuple

from netlify.build.paths import CACHE, ROOT, BuildRefused

PLATFORM = "x86_64-manylinux2014"
# Published for a newer C library only; Netlify's is newer still, and the gate looks at every symbol.
NEWER_PLATFORM = "x86_64-manylinux_2_28"
WITHOUT_MANYLINUX2014 = frozenset({"pillow"})
REQUIREMENTS = ROOT / "requirements.txt"
_NAME = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def shelf(python_version: str) -> Path:
    """Return a folder with all that requirements.txt pins, for CPython `python_version` ("3.11") on Netlify."""
    platforms = f"{python_version} {PLATFORM} {NEWER_PLATFORM} {sorted(WITHOUT_MANYLINUX2014)}"
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + platforms.encode()).hexdigest()
    folder = CACHE / f"wheels-{digest[:16]}"
    if not folder.is_dir():
        newer = set(_NAME.findall(REQUIREMENTS.read_text())) & WITHOUT_MANYLINUX2014
        install(
            [
                Wanted(pins_of(REQUIREMENTS, leave_out=newer), PLATFORM, python_version),
                Wanted(pins_of(REQUIREMENTS, only=newer), NEWER_PLATFORM, python_version),
            ],
            folder,
        )
    return folder


class Wanted(NamedTuple):
    """Pinned requirements, and the platform ("" for this one) and Python whose wheels are wanted."""

    pins: str
    platform: str
    python_version: str


def install(wanted: Sequence[Wanted], folder: Path) -> None:
    """Unpack pinned wheels into `folder`: whole or not at all."""
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for pins, platform, python_version in wanted:
        command = [
            uv(),
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-build",
            "--require-hashes",
            "--link-mode",
            "copy",
            "--python",
            sys.executable,
            "--target",
            str(unfinished),
            "--python-version",
            python_version,
            "--requirements",
            "-",
        ]
        if platform:
            command += ["--python-platform", platform]
        finished = subprocess.run(command, input=pins, capture_output=True, text=True, check=False)
        if finished.returncode:
            raise BuildRefused(f"the wheels cannot be had: {finished.stderr.strip()}")
    unfinished.rename(folder)


def uv() -> str:
    """Return the path of uv: beside this Python, or installed as pinned into the cache."""
    beside, kept = Path(sys.executable).with_name("uv"), CACHE / "uv"
    if beside.exists():
        return str(beside)
    if not (kept / "bin" / "uv").exists():
        pinned = CACHE / "uv.txt"
        pinned.parent.mkdir(parents=True, exist_ok=True)
        pinned.write_text(pins_of(ROOT / "requirements-local.txt", only={"uv"}))
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "--target",
            str(kept),
            "-r",
            str(pinned),
        ]
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
        if finished.returncode:
            raise BuildRefused(f"uv cannot be had: {finished.stderr.strip()}")
    return str(kept / "bin" / "uv")


def pins_of(requirements: Path, *, only: Set[str] | None = None, leave_out: Set[str] = frozenset()) -> str:
    """Return the pins of `requirements` with their hashes: those of `only`, or all but `leave_out`."""
    text = requirements.read_text()
    starts = [match.start() for match in _NAME.finditer(text)]
    pins = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    names = [_NAME.findall(pin)[0] for pin in pins]
    kept = [
        pin for name, pin in zip(names, pins, strict=True) if name not in leave_out and (only is None or name in only)
    ]
    return "".join(kept)
