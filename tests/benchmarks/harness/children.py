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
    given = {"_HANDLER": manifest["handler"], "PYTHONPATH": _path(folder, manifest["path"]), **manifest["environment"],
             **{key: str(folder / file) for key, file in manifest.get("files", {}).items()}}  # fmt: skip
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
            [*under, *program.command], cwd=program.folder, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
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


def _serve(server: socket.socket, event: bytes, calls: int, begun: float, pid: int) -> Started:
    """Be the Runtime API for `calls` calls; return what was seen of them."""
    connection, _ = server.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reader = connection.makefile("rb")
    asked, status, answers = 0.0, 0, list[float]()
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: bench-{}\r\n"
        "Lambda-Runtime-Deadline-Ms: {}\r\nLambda-Runtime-Invoked-Function-Arn: arn:bench\r\n"
        f"Content-Length: {len(event)}\r\n\r\n"
    )
    with connection, reader:
        for number in range(calls):
            _read_request(reader)
            last = time.perf_counter()
            asked = asked or last - begun
            deadline = int(time.time() * 1000) + 60_000
            connection.sendall(head.format(number, deadline).encode() + event)
            path, body = _read_request(reader)
            answers.append(time.perf_counter() - last)
            status = json.loads(body).get("statusCode", 500) if path.endswith("/response") else 500
            connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
        _read_request(reader)
        peak = _peak_mb(pid)
        connection.sendall(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    return Started(asked, answers, status, 0, peak)


def _read_request(reader: Any) -> tuple[str, bytes]:
    path = reader.readline().split(b" ")[1].decode()
    length = 0
    while (line := reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return path, reader.read(length)


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
