"""Functions started as the platform starts them: a fresh Python, a loopback Runtime API, one call or several."""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[3]
BUNDLES = ROOT / ".netlify" / "bundles"
HELLO = "tests.benchmarks.harness.hello.handler"
PATIENCE_SECONDS = 120

# After the answers: how many modules there are, and an end without Python's tidying up, which no function pays.
OUR_CLIENT = """
import os, sys
from netlify.runtime.client import main
main()
print(len(sys.modules), file=sys.stderr, flush=True)
os._exit(0)
"""
AWS_CLIENT = """
import os, sys
from awslambdaric.__main__ import main
try:
    main(["awslambdaric", os.environ["_HANDLER"]])
except BaseException:
    print(len(sys.modules), file=sys.stderr, flush=True)
os._exit(0)
"""


class Interpreter(NamedTuple):
    """A Python and where it finds things; `says` names it in the table."""

    says: str
    command: str
    path: Sequence[str]

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """Return the whole environment of a child."""
        return {"PATH": os.defpath, "PYTHONPATH": ":".join(self.path), "PYTHONUTF8": "1", **more}


class Started(NamedTuple):
    """What became of a child: seconds since its start, and what it was at its end."""

    asked: float  # it was loaded and asked for work
    answers: list[float]  # when each answer came, less the answer before it; the first since the start
    status: int
    modules: int
    peak_mb: float
    instructions: int = 0


def interpreter() -> Interpreter:
    """Return this interpreter without `site`, as a bundle's has none."""
    return Interpreter("Python of .venv", sys.executable, (str(ROOT), sysconfig.get_path("purelib")))


def start(
    python: Interpreter, handler: str, event: Mapping[str, Any], environment: Mapping[str, str],
    *, calls: int = 1, client: str = OUR_CLIENT, under: Sequence[str] = (),
) -> Started:  # fmt: skip
    """Start `handler` in a fresh process, call it `calls` times, and end it by ending the platform."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE_SECONDS)
        port = server.getsockname()[1]
        given = {**environment, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}", "_HANDLER": handler}
        begun = time.perf_counter()
        process = subprocess.Popen(
            [*under, python.command, "-S", "-c", client], cwd=ROOT, env=python.environment(given),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            asked, answers, status, peak = _serve(server, json.dumps(event).encode(), calls, begun, process.pid)
        finally:
            server.close()
            if sys.exc_info()[0]:
                process.kill()
            _, errors = process.communicate(timeout=PATIENCE_SECONDS)
    counted = re.search(r"Collected : (\d+)", errors)
    modules = re.search(r"^(\d+)$", errors, re.MULTILINE)
    return Started(asked, answers, status, int(modules[1]) if modules else 0, peak, int(counted[1]) if counted else 0)


def _serve(server: socket.socket, event: bytes, calls: int, begun: float, pid: int) -> Any:
    """Be the Runtime API for `calls` calls; return when work was first asked for, the answers' times, the status."""
    connection, _ = server.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    reader = connection.makefile("rb")
    asked, status, answers, last = 0.0, 0, list[float](), begun
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: bench-{}\r\n"
        "Lambda-Runtime-Deadline-Ms: {}\r\nLambda-Runtime-Invoked-Function-Arn: arn:bench\r\n"
        f"Content-Length: {len(event)}\r\n\r\n"
    )
    with connection, reader:
        for number in range(calls):
            _read_request(reader)
            asked = asked or time.perf_counter() - begun
            deadline = int(time.time() * 1000) + 60_000
            connection.sendall(head.format(number, deadline).encode() + event)
            path, body = _read_request(reader)
            now = time.perf_counter()
            answers.append(now - last)
            last = now
            status = json.loads(body).get("statusCode", 500) if path.endswith("/response") else 500
            connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
        _read_request(reader)
        peak = _peak_mb(pid)
        connection.sendall(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    return asked, answers, status, peak


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
