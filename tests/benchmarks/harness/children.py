"""Functions started as the platform starts them: a fresh Python, a loopback Runtime API, one call or several."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from compileall import compile_dir
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from netlify.build.bundles import BUNDLES, build

HERE = Path(__file__).parent
PATIENCE_SECONDS = 300
FLOOR_PACKAGES = ("awslambdaric", "simplejson", "snapshot_restore_py")

# After the answers: how many modules there are, and an end without Python's tidying up, which no function pays.
OURS = """
import os, sys
from netlify.runtime.client import main
main()
print(len(sys.modules), file=sys.stderr, flush=True)
os._exit(0)
"""
AWS = """
import os, sys
from awslambdaric.__main__ import main
try:
    main(["awslambdaric", os.environ["_HANDLER"]])
finally:
    os._exit(0)
"""


class Program(NamedTuple):
    """How a child is started: in `folder`, with `environment` as its whole environment."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str]


def bundled(name: str, environment: Mapping[str, str]) -> Program:
    """Return function `name` as its bundle starts it, given `environment`; the bundle has to be built."""
    folder = BUNDLES / name
    manifest = json.loads((folder / "python.json").read_text())
    program = [str(folder / manifest["interpreter"]), *manifest["arguments"][:-1], OURS]
    given = {
        "_HANDLER": manifest["handler"],
        "PYTHONPATH": _path(folder, manifest["path"]),
        **manifest["environment"],
        **{key: str(folder / file) for key, file in manifest.get("files", {}).items()},
    }
    return Program(program, folder, {**_plain(), **given, **environment})


def hello(like: str, floor: Path, client: str = AWS) -> Program:
    """Return the trivial handler under the interpreter of function `like`'s bundle; AWS's own client, or ours."""
    program = bundled(like, {"_HANDLER": "hello.handler"})
    places = [str(floor)] if client is AWS else [str(program.folder), str(floor)]
    command = [*program.command[:-1], client]
    return Program(command, floor, {**program.environment, "PYTHONPATH": ":".join(places)})


def make_floor(folder: Path) -> Path:
    """Lay AWS's client and the trivial handler out in `folder` as a bundle lays out: bytecode in its source's place."""
    for package in FLOOR_PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            shutil.copytree(place, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    for library in Path(find_spec("awslambdaric").origin or "").parents[1].glob("runtime_client*.so"):  # pyright: ignore[reportOptionalMemberAccess]
        shutil.copy2(library, folder)
    shutil.copy2(HERE / "hello.py", folder)
    compile_dir(folder, quiet=2, legacy=True)
    for source in folder.rglob("*.py"):
        source.unlink()
    return folder


def bundle_all() -> list[str]:
    """Build whatever bundle is not there yet and return the names of all functions."""
    return build(lambda line: print(f"  {line}", file=sys.stderr, flush=True))


def _plain() -> dict[str, str]:
    return {"PATH": os.defpath, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _path(folder: Path, entries: Sequence[str]) -> str:
    return ":".join(str(folder / entry) for entry in entries)


class Started(NamedTuple):
    """What became of a child. Seconds: until it was loaded and asked for work (`asked`), then for each answer.

    `modules`, `peak_mb` and `instructions` are what it had come to after its last answer.
    """

    asked: float
    answers: list[float]
    status: int
    modules: int
    peak_mb: float
    instructions: int = 0

    @property
    def first_answer(self) -> float:
        """Seconds from the process' start to its first answer."""
        return self.asked + self.answers[0]


def start(program: Program, event: Mapping[str, Any], *, calls: int = 1, under: Sequence[str] = ()) -> Started:
    """Start `program` in a fresh process, call it `calls` times, and end it by ending the platform."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE_SECONDS)
        environment = {**program.environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.getsockname()[1]}"}
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*under, *program.command],
            cwd=program.folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            served = _serve(server, json.dumps(event).encode(), calls, begun, process.pid)
        except BaseException:
            process.kill()
            raise
        finally:
            _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    return served._replace(instructions=_found(r"Collected : (\d+)", errors), modules=_found(r"(?m)^(\d+)$", errors))


def _found(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    return int(found[1]) if found else 0


class _Platform:
    """The Runtime API on a socket, for one child; a client that streamed comes back over a new connection."""

    def __init__(self, server: socket.socket):
        self._server = server
        self._connect()

    def _connect(self) -> None:
        self._connection, _ = self._server.accept()
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._connection.makefile("rb")

    def send(self, message: bytes) -> None:
        """Send an answer."""
        self._connection.sendall(message)

    def request(self) -> tuple[str, bytes, float]:
        """Read one request; return its path, its body, and when (perf_counter) the first of it was there."""
        line = self._reader.readline()
        if not line:
            self.close()
            self._connect()
            line = self._reader.readline()
        headers = dict(self._header_lines())
        if headers.get("transfer-encoding") == "chunked":
            first, came = self._chunk(), time.perf_counter()
            rest = b"".join(iter(self._chunk, b""))
            self._header_lines()
            return line.split()[1].decode(), first + rest, came
        body = self._reader.read(int(headers.get("content-length", "0")))
        return line.split()[1].decode(), body, time.perf_counter()

    def close(self) -> None:
        """Leave the child."""
        self._reader.close()
        self._connection.close()

    def _chunk(self) -> bytes:
        size = int(self._reader.readline(), 16)
        chunk = self._reader.read(size)
        if size:
            self._reader.readline()
        return chunk

    def _header_lines(self) -> list[tuple[str, str]]:
        lines = iter(self._reader.readline, b"\r\n")
        parts = (line.decode("latin-1").partition(":") for line in lines if line)
        return [(name.lower(), value.strip().lower()) for name, _, value in parts]


def _serve(server: socket.socket, event: bytes, calls: int, begun: float, pid: int) -> Started:
    """Be the Runtime API for `calls` calls; return what was seen of them."""
    platform = _Platform(server)
    asked, status, answers = 0.0, 0, list[float]()
    for number in range(calls):
        platform.request()
        last = time.perf_counter()
        asked = asked or last - begun
        platform.send(_invocation(number, event))
        path, body, came = platform.request()
        answers.append(came - last)
        status = json.loads(body.split(b"\0", 1)[0]).get("statusCode", 500) if path.endswith("/response") else 500
        platform.send(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
    platform.request()
    peak = _peak_mb(pid)
    platform.send(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    platform.close()
    return Started(asked, answers, status, 0, peak)


def _invocation(number: int, event: bytes) -> bytes:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: bench-{number}\r\n"
        f"Lambda-Runtime-Deadline-Ms: {int(time.time() * 1000) + 60_000}\r\n"
        f"Lambda-Runtime-Invoked-Function-Arn: arn:bench\r\nContent-Length: {len(event)}\r\n\r\n"
    )
    return head.encode() + event


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
