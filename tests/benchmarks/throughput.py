"""Calls a second of list-modules on one core: the worker as the platform runs it, beside FastAPI under uvicorn.

Each is one process pinned to one core and called one after the other over a loopback socket from another core: ours
through the Runtime API, the other one through HTTP on a kept connection.
"""

import contextlib
import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Generator

from netlify.postgres import free_port
from tests.benchmarks.harness.children import bundle_all, bundled, start
from tests.benchmarks.harness.requests import request_for
from tests.benchmarks.harness.row import Row
from tests.benchmarks.harness.timing import interleaved
from tests.benchmarks.harness.world import ROOT, World, world

ROUNDS = 5
CALLS = 400
ONE_CORE = ("taskset", "-c", "0")
APPLICATION = "tests.benchmarks.harness.fastapi_catalogue:app"


def run() -> list[Row]:
    """Measure both in turn."""
    bundle_all()
    with world() as made, _fastapi(made) as connection:
        found = interleaved({"ours": lambda: _ours(made), "fastapi": lambda: _theirs(connection)}, ROUNDS)
    ours, theirs = statistics.median(found["ours"]), statistics.median(found["fastapi"])
    beside = f"FastAPI + uvicorn {1 / theirs:,.0f} a second, ours {1 / ours:,.0f}"
    return [Row("throughput: list-modules on one core", theirs / ours, "x FastAPI", beside, 2, 4, at_least=True)]


def _ours(made: World) -> float:
    """Return the seconds of a warm call."""
    program, event = bundled("list-modules", made.environment), request_for("list-modules", made)
    return statistics.fmean(start(program, event, calls=CALLS, under=ONE_CORE).answers[1:])


def _theirs(connection: http.client.HTTPConnection) -> float:
    begun = time.perf_counter()
    for _ in range(CALLS):
        connection.request("GET", "/list-modules")
        answer = connection.getresponse()
        assert answer.read(), answer.status
    return (time.perf_counter() - begun) / CALLS


@contextlib.contextmanager
def _fastapi(made: World) -> Generator[http.client.HTTPConnection]:
    """Serve the other one; yield a connection that has been answered once."""
    port = free_port()
    command = [
        *ONE_CORE,
        sys.executable,
        "-m",
        "uvicorn",
        APPLICATION,
        "--port",
        str(port),
        "--log-level",
        "error",
        "--no-access-log",
    ]
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "DATABASE_URL": made.environment["DATABASE_URL"]}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            _wait_for(connection)
            yield connection
        finally:
            connection.close()
            process.kill()


def _wait_for(connection: http.client.HTTPConnection) -> None:
    for _ in range(200):
        with contextlib.suppress(ConnectionError):
            connection.request("GET", "/list-modules")
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            return
        connection.close()
        time.sleep(0.05)
    raise RuntimeError("uvicorn does not answer")
