"""One zip of a build, run as Lambda runs it: unzipped alone, by Node, with nothing but its settings around it."""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

from netlify.build.elf import MAGIC, read_elf
from netlify.build.trees import MANIFEST
from netlify.cli import NODE

SERVER = Path(__file__).with_name("lambda.mjs")
ENTRY_POINT = "___netlify-entry-point.mjs"
SECONDS = 30
# Where an operating system keeps its own: libraries, configuration, time zones, and the kernel's windows.
SYSTEMS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/share/zoneinfo", "/etc/", "/proc/", "/sys/", "/dev/")
_PORT = re.compile(r"^port (\d+)$", re.MULTILINE)
_OPENED = re.compile(r'\bopen(?:at)?2?\((?:\w+<([^>]*)>, )?"([^"]*)".*\) = \d+<([^>]*)>')


class Answer(NamedTuple):
    """An answer and how long it took; `chunks` pairs each piece of the body with the time it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    chunks: tuple[tuple[float, bytes], ...] = ()


class Running(NamedTuple):
    """A served artefact: its port, when its Node was started, and where what it says is kept while it runs."""

    port: int
    started: float
    process: subprocess.Popen[bytes]
    log: Path

    def ask(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Ask once and read the answer, remembering when each piece of it came."""
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with contextlib.closing(connection):
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            chunks: list[tuple[float, bytes]] = []
            while chunk := response.read1():
                chunks.append((time.perf_counter(), chunk))
        whole = b"".join(chunk for _, chunk in chunks)
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, whole, time.perf_counter() - begun, tuple(chunks))


@contextlib.contextmanager
def unzipped(archive: Path) -> Generator[Path]:
    """Unzip `archive` into an empty folder of its own, as Lambda does, modes kept; it is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="artefact-"))
    try:
        with ZipFile(archive) as opened:
            for member in opened.infolist():
                written = Path(opened.extract(member, folder))
                if mode := member.external_attr >> 16 & 0o777:
                    written.chmod(mode)
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def served(folder: Path, settings: Mapping[str, str], trace: Path | None = None) -> Generator[Running]:
    """Serve the unzipped artefact with exactly `settings` as environment; `trace` gets what it opens (strace)."""
    node = [str(NODE), "--input-type=module", "-e", SERVER.read_text(), str(folder / ENTRY_POINT)]
    strace = ["strace", "-f", "-y", "-qq", "-e", "trace=open,openat,openat2", "-o", str(trace)] if trace else []
    started = time.perf_counter()
    with (folder.parent / f"{folder.name}.log").open("a") as log:
        process = subprocess.Popen(
            [*strace, *node],
            cwd=folder,
            env=dict(settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield Running(_port(process, Path(log.name)), started, process, Path(log.name))
        finally:
            _end(process)
            Path(log.name).unlink()


def opened_outside(trace: Path, folder: Path) -> list[str]:
    """Return the files beyond `folder` and the system's own that a traced artefact opened."""
    allowed = (f"{folder.resolve()}/", *SYSTEMS, f"{NODE.resolve()}")
    found = {match[3] for line in trace.read_text(errors="replace").splitlines() if (match := _OPENED.search(line))}
    return sorted(path for path in found if path.startswith("/") and not f"{path}/".startswith(allowed))


def highest_glibc(folder: Path) -> tuple[int, ...]:
    """Return the newest GLIBC version that any native file below `folder` wants."""
    contents = (path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return max((read_elf(content).glibc for content in contents if content[:4] == MAGIC), default=(0,))


def modules_loaded(folder: Path, name: str, event: Mapping[str, Any], settings: Mapping[str, str]) -> int:
    """Return how many modules the function's own Python holds after it answered `event` once."""
    bundle = folder / ".bundles" / name
    manifest = json.loads((bundle / MANIFEST).read_text())
    code = (
        "import sys, json; from netlify.runtime.client import load; handler = load(sys.argv[1])\n"
        "result = handler(json.loads(sys.argv[2]), None); list(result.get('body') or ()); print(len(sys.modules))"
    )
    search = ":".join(str(bundle / entry) for entry in manifest["path"])
    finished = subprocess.run(
        [str(bundle / manifest["interpreter"]), "-c", code, manifest["handler"], json.dumps(event)],
        cwd=bundle,
        env={**settings, **manifest.get("environment", {}), "PYTHONPATH": search},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(finished.stdout.splitlines()[-1])


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    """Wait for the line in which Node says where it serves."""
    while process.poll() is None:
        if found := _PORT.search(log.read_text(errors="replace")):
            return int(found[1])
        time.sleep(0.001)
    raise RuntimeError(f"Node ended before it served: {log.read_text(errors='replace')[-2000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End Node, and strace before it; Python ends with Node."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
