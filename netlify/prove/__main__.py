"""`make netlify`: the real Netlify build of this repository, each artefact proved alone, and a table of them all.

A zip is unzipped into an empty folder and run by Node with nothing in the environment but the functions' settings,
against a Postgres with the course in it. Whatever is refused or answered wrong makes the exit code 1.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any, NamedTuple

from netlify import cli
from netlify.build.gates import GLIBC, MEGABYTE, UNZIPPED_MB, ZIPPED_MB, shown
from netlify.build.paths import ROOT, BuildRefused
from netlify.local.events import Call, http_event
from netlify.local.supervisor import CannotStart
from netlify.prove import artefact
from netlify.prove.platform import FUNCTIONS, Platform, platform
from netlify.prove.probes import Probe, probe

MADE = ROOT / ".netlify" / "functions"
WARM_CALLS = 12
HEADING = (
    f"{'function':<22}{'zip MB':>8}{'unzipped MB':>13}{'modules':>9}{'highest GLIBC':>15}{'cold ms':>9}{'warm ms':>9}"
)


class Proved(NamedTuple):
    """One line of the table; `wrong` says what is, if anything."""

    name: str
    zipped: int
    unzipped: int
    modules: int
    glibc: tuple[int, ...]
    cold_ms: float
    warm_ms: float
    wrong: str = ""

    def line(self) -> str:
        """Return it as the table shows it."""
        return (
            f"{self.name:<22}{self.zipped / MEGABYTE:>8.1f}{self.unzipped / MEGABYTE:>13.1f}{self.modules:>9}"
            f"{shown(self.glibc):>15}{self.cold_ms:>9.0f}{self.warm_ms:>9.1f}"
        ) + (f"  WRONG: {self.wrong}" if self.wrong else "")


def main() -> int:
    """Build, prove and print; 1 when anything is wrong."""
    try:
        return run()
    except (BuildRefused, CannotStart) as problem:
        print(f"make netlify: {problem}", file=sys.stderr)
        return 1


def run() -> int:
    """Build with the real command line and prove every artefact; return the exit code."""
    _say(f"netlify-cli {cli.VERSION}: {'in the cache' if cli.installed() else 'installing it into .cache …'}")
    cli.install()
    netlify_build()
    functions = manifest()
    if shutil.which("strace") is None:
        _say("strace is not here, so what the artefacts open is not looked at (make setup-system installs it)")
    with platform() as made:
        _say(f"\n{HEADING}")
        proved = [_proved(function, made) for function in functions]
    wrong = [line.name for line in proved if line.wrong]
    _say(f"\nwrong: {', '.join(wrong)}" if wrong else f"\n{len(proved)} artefacts proved")
    return 1 if wrong else 0


def netlify_build() -> None:
    """Run `netlify build --offline` over this repository; raises BuildRefused with its words when it fails."""
    shutil.rmtree(MADE, ignore_errors=True)
    started = time.monotonic()
    finished = subprocess.run(
        cli.command(["build", "--offline"]),
        cwd=ROOT,
        env=cli.environment({}),
        text=True,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if finished.returncode:
        ours = [line for line in finished.stdout.splitlines() if line.startswith("netlify.build: ")]
        raise BuildRefused("netlify build failed: " + "\n".join(ours or [finished.stdout.strip()]))
    for line in finished.stdout.splitlines():
        if line.startswith("warning: "):
            _say(line)
    _say(f"netlify build --offline: {time.monotonic() - started:.0f} s")


def manifest() -> list[dict[str, Any]]:
    """Return what the build says of each function; raises BuildRefused where one of ours is missing."""
    functions: list[dict[str, Any]] = json.loads((MADE / "manifest.json").read_text())["functions"]
    wanted = {path.stem for path in (ROOT / "netlify" / "functions").glob("*.mjs")}
    missing = wanted - {function["name"] for function in functions}
    if missing:
        raise BuildRefused(f"netlify build made no artefact of {', '.join(sorted(missing))}")
    return sorted(functions, key=lambda function: function["name"])


def _proved(function: dict[str, Any], made: Platform) -> Proved:
    archive = MADE / f"{function['name']}.zip"
    try:
        line = prove(archive, probe(archive.stem, made, scheduled="schedule" in function), made)
    except Exception as failure:  # noqa: BLE001 (one artefact that fails must not hide the others)
        line = Proved(archive.stem, archive.stat().st_size, 0, 0, (0,), 0, 0, f"{type(failure).__name__}: {failure}")
    _say(line.line())
    return line


def prove(archive: Path, asked: Probe, made: Platform) -> Proved:
    """Run the artefact `archive` alone, ask it `asked` cold and warm, and measure it."""
    path = f"{FUNCTIONS}/{archive.stem}{asked.path}"
    with artefact.unzipped(archive) as folder:
        unzipped = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        glibc = artefact.highest_glibc(folder)
        with artefact.served(folder, made.settings) as running:
            first = running.ask(asked.method, path, asked.headers, asked.body)
            cold = (time.perf_counter() - running.started) * 1000
            later = [running.ask(asked.method, path, asked.headers, asked.body) for _ in range(WARM_CALLS)]
        wrong = [
            f"answered {answer.status} instead of {asked.status}: {answer.body[:200].decode(errors='replace')}"
            for answer in (first, *later)
            if answer.status != asked.status
        ]
        wrong += _beyond(archive.stat().st_size, unzipped, glibc) + _opened(folder, path, asked, made)
        modules = artefact.modules_loaded(folder, archive.stem, _event(path, asked), made.settings)
    warm = statistics.median(answer.seconds for answer in later) * 1000
    return Proved(archive.stem, archive.stat().st_size, unzipped, modules, glibc, cold, warm, "; ".join(wrong[:2]))


def _beyond(zipped: int, unzipped: int, glibc: tuple[int, ...]) -> list[str]:
    too_large = zipped > ZIPPED_MB * MEGABYTE or unzipped > UNZIPPED_MB * MEGABYTE
    return ["larger than Netlify takes"] * too_large + [f"needs {shown(glibc)}"] * (glibc > GLIBC)


def _opened(folder: Path, path: str, asked: Probe, made: Platform) -> list[str]:
    """Run it once more under strace: nothing beyond its folder is opened but what is the system's own."""
    if shutil.which("strace") is None:
        return []
    trace = folder.with_suffix(".trace")
    try:
        with artefact.served(folder, made.settings, trace) as running:
            running.ask(asked.method, path, asked.headers, asked.body)
        outside = artefact.opened_outside(trace, folder)
    finally:
        trace.unlink(missing_ok=True)
    return [f"opened {', '.join(outside[:5])}"] if outside else []


def _event(path: str, asked: Probe) -> dict[str, Any]:
    before, _, query = path.partition("?")
    headers = [("host", "localhost"), *asked.headers.items()]
    return http_event(Call(str(uuid.uuid4()), asked.method, before, query, headers, asked.body or b"", "", 443))


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
