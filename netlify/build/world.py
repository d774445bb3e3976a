"""What the artefacts are run against: the local platform (`make run`) with the course loaded, and two members."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from netlify.build.cli import PASSED_ON
from netlify.build.paths import ROOT, BuildRefused
from netlify.local.instance import NOT_FOR_FUNCTIONS
from netlify.local.postgres import free_port

FUNCTIONS = "/.netlify/functions"
PASSWORD = "Correct-Horse-9-Battery"  # noqa: S105 (of members who live as long as one run)
STOP_SECONDS = 20


class World(NamedTuple):
    """Where the platform serves, what its functions read from the environment, and tokens of two members."""

    origin: str
    settings: Mapping[str, str]
    full: str
    free: str

    def get(self, path: str, token: str = "") -> Any:
        """Return what the platform's own function answers, as JSON."""
        answer = httpx.get(self.origin + FUNCTIONS + path, headers=bearer(token or self.full), timeout=30)
        answer.raise_for_status()
        return answer.json()


def bearer(token: str) -> dict[str, str]:
    """Return the header that says who asks."""
    return {"authorization": f"Bearer {token}"}


@contextlib.contextmanager
def world() -> Generator[World]:
    """Start the platform in a folder of its own and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="platform-") as folder:
        data = Path(folder, "data")
        with platform(data, free_port()) as origin:
            kept = json.loads((data / "environment.json").read_text())
            settings = {name: value for name, value in kept.items() if name not in NOT_FOR_FUNCTIONS}
            full = sign_up(origin, "full@example.com")
            command(data, origin, "access", "grant", "full@example.com", "--reason", "proof")
            yield World(origin, settings, full, sign_up(origin, "free@example.com"))


@contextlib.contextmanager
def platform(data: Path, port: int, extra: Mapping[str, str] | None = None) -> Generator[str]:
    """Run `python -m netlify.local` until the block ends; raises BuildRefused with its words when it cannot start."""
    process = subprocess.Popen(
        [sys.executable, "-m", "netlify.local"], cwd=ROOT, env={**_environment(data, port), **(extra or {})},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield _ready(process)
    finally:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


def sign_up(origin: str, email: str) -> str:
    """Sign a person up, confirm the address by the mail's link and return an access token."""
    body = {"email": email, "password": PASSWORD, "data": {"name": "Ada Osei"}}
    httpx.post(f"{origin}/auth/v1/signup", json=body, timeout=30).raise_for_status()
    mails = httpx.get(f"{origin}/.local/mail", headers={"accept": "application/json"}, timeout=30).json()
    link = next(mail["links"][0] for mail in mails if mail["to"] == email)
    httpx.get(link, timeout=30)
    signed_in = httpx.post(f"{origin}/auth/v1/token?grant_type=password", json=body | {"data": None}, timeout=30)
    signed_in.raise_for_status()
    return signed_in.json()["access_token"]


def command(data: Path, origin: str, *arguments: str) -> str:
    """Run the owner's command line against the platform and return what it prints."""
    environment = _environment(data, int(origin.rpartition(":")[2]))
    finished = subprocess.run(
        [sys.executable, "-m", "shared", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if finished.returncode:
        raise BuildRefused(f"python -m shared {' '.join(arguments)}: {finished.stderr.strip()}")
    return finished.stdout


def _ready(process: subprocess.Popen[str]) -> str:
    """Wait for the line that says where it serves; what follows is read and forgotten."""
    for line in process.stdout or ():
        if line.startswith("ready "):
            for pipe in (process.stdout, process.stderr):
                if pipe:
                    threading.Thread(target=pipe.read, daemon=True).start()
            return line.split()[1]
    said = process.stderr.read() if process.stderr else ""
    raise BuildRefused(f"the local platform did not start: {said.strip()}")


def _environment(data: Path, port: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}  # noqa: TID251 (passed on to a child)
    return {**kept, "PORT": str(port), "DATA": str(data)}
