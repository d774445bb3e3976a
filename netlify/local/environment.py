"""Makes `.venv` with the pinned requirements; standard library only, because nothing is installed yet.

`python3 -m netlify.local.environment local` installs what `make run` needs, `dev` what everything needs. A Python that
is too old reads this file before anything else of ours, and must come as far as the sentence that says so.
"""

from __future__ import annotations

import hashlib
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)


class EnvironmentNotMade(Exception):
    """The virtual environment could not be made; the message says what to do about it."""


def main(arguments: list[str]) -> int:
    """Install the requirement set that `arguments` names; one sentence on stderr and 1 when it cannot."""
    if arguments not in (["local"], ["dev"]):
        print("usage: python3 -m netlify.local.environment local|dev", file=sys.stderr)
        return 2
    try:
        install(arguments[0])
    except EnvironmentNotMade as problem:
        print(f"environment: {problem}", file=sys.stderr)
        return 1
    return 0


def install(name: str) -> None:
    """Make `.venv` hold requirements-<name>.txt exactly as pinned, and note that it does."""
    if sys.version_info < OLDEST_PYTHON:
        this = f"{sys.executable} is {sys.version.split()[0]}"
        raise EnvironmentNotMade(f"Python 3.11 or newer is needed, and {this}: make … PYTHON=python3.11")
    requirements = ROOT / f"requirements-{name}.txt"
    note = VENV / f"installed-{name}"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not _venv_works():
        _make_venv()
    elif note.exists() and note.read_text() == digest:
        note.touch()
        return
    started = time.monotonic()
    print(f"installing {requirements.name} into .venv …", file=sys.stderr, flush=True)
    _require_uv()
    _run(
        [
            str(VENV / "bin" / "uv"),
            "pip",
            "install",
            "--quiet",
            "--python",
            str(PYTHON),
            *_certificates(),
            "--require-hashes",
            "--link-mode",
            "copy",
            "-r",
            str(requirements),
        ]
    )
    note.write_text(digest)
    print(f"installed in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)


def _venv_works() -> bool:
    """An interpreter that was upgraded or removed leaves a broken link behind."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    for stale in VENV.glob("installed-*"):
        stale.unlink()
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)], hint="Debian needs the package python3-venv.")


def _require_uv() -> None:
    """Install uv at the version and hashes that requirements-local.txt pins."""
    if (VENV / "bin" / "uv").exists():
        return
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write(_pin_of("uv", (ROOT / "requirements-local.txt").read_text()))
        pinned.flush()
        _run(
            [
                str(PYTHON),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                pinned.name,
            ]
        )


def _certificates() -> list[str]:
    """Have uv trust whom this machine trusts, a company's proxy say; its own list is for machines without one."""
    known = ssl.get_default_verify_paths()
    return ["--system-certs"] if known.cafile or (known.capath and any(Path(known.capath).iterdir())) else []


def _pin_of(name: str, requirements: str) -> str:
    """Return the lines of `requirements` that pin `name`: the requirement and its hashes."""
    lines = requirements.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = start + 1
    while end < len(lines) and lines[end].startswith("    --hash"):
        end += 1
    return "\n".join(lines[start:end]).rstrip("\\ ") + "\n"


def _run(command: list[str], hint: str = "") -> None:
    finished = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if finished.returncode:
        said = (finished.stderr or finished.stdout).strip()
        raise EnvironmentNotMade(f"{command[-1]} could not be installed. {hint}\n{said}".strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
