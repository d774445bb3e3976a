"""A masterclass of the tests' own: what `make run` starts, on a free port, with state that is thrown away."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from netlify.postgres import free_port
from tests.support.running import ROOT, Running, bare_environment


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
            cwd=ROOT, env=bare_environment(port, self.data), check=True, capture_output=True, text=True, timeout=60,
        ).stdout  # fmt: skip


@contextmanager
def running_instance(data: Path, **given: str) -> Generator[Instance]:
    """Start the platform on a free port, with these settings given, and stop it cleanly at the end."""
    port = free_port()
    with Running({**bare_environment(port, data), **given}) as running:
        running.wait_for("ready")
        yield Instance(f"http://localhost:{port}", data)
