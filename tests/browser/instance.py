"""A masterclass of the tests' own: what `make run` starts, on a free port, with state that is thrown away."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO, cast

import httpx

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90
STOP_SECONDS = 20
KEPT = ("PATH", "HOME")


class Instance(NamedTuple):
    """Where it answers and where its state lies."""

    origin: str
    data: Path

    def links(self, address: str) -> list[str]:
        """Return the links of the newest mail to `address`."""
        mails = httpx.get(
            f"{self.origin}/.local/mail", params={"to": address}, headers={"accept": "application/json"}, timeout=10
        ).json()
        mine = [mail for mail in mails if mail["to"] == address]
        return list(mine[0]["links"]) if mine else []

    def command(self, *arguments: str) -> str:
        """Run the owner's command line against this instance and return what it prints."""
        port = self.origin.rpartition(":")[2]
        return subprocess.run(
            [sys.executable, "-m", "shared", *arguments],
            cwd=ROOT, env=_environment(port, self.data), check=True, capture_output=True, text=True, timeout=60,
        ).stdout  # fmt: skip


@contextmanager
def running_instance(data: Path) -> Generator[Instance]:
    """Start the platform on a free port and stop it cleanly at the end; its output is kept beside `data`."""
    port = str(_free_port())
    with (data.parent / f"{data.name}.log").open("w+") as log, subprocess.Popen(
        [sys.executable, "-m", "netlify.local"],
        cwd=ROOT, env=_environment(port, data), stdout=subprocess.PIPE, stderr=log, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        output = cast("TextIO", process.stdout)
        drain = threading.Thread(target=output.read, daemon=True)
        try:
            _wait_until_ready(output, Path(log.name))
            drain.start()
            yield Instance(f"http://localhost:{port}", data)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_SECONDS)
        drain.join()


def _wait_until_ready(output: TextIO, log: Path) -> None:
    """Read lines until the one that begins with `ready`."""
    for line in output:
        if line.startswith("ready"):
            return
    raise AssertionError(f"make run ended before it was ready:\n{log.read_text()[-3000:]}")


def _environment(port: str, data: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}  # noqa: TID251 (passed on to a child)
    return {**kept, "PORT": port, "DATA": str(data)}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
