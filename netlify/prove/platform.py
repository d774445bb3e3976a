"""What the artefacts are asked against: the local platform with the course loaded, and two members of it."""

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from netlify.build.paths import ROOT, BuildRefused
from netlify.local.installation import NOT_FOR_FUNCTIONS
from netlify.local.running import environment, running_platform
from netlify.postgres import free_port

FUNCTIONS = "/.netlify/functions"
PASSWORD = "Correct-Horse-9-Battery"  # noqa: S105 (of members who live as long as one run)


class Platform(NamedTuple):
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
def platform() -> Generator[Platform]:
    """Start the platform in a folder of its own and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="platform-") as folder:
        data = Path(folder, "data")
        with running_platform(data, free_port()) as origin:
            kept = json.loads((data / "environment.json").read_text())
            settings = {name: value for name, value in kept.items() if name not in NOT_FOR_FUNCTIONS}
            full = sign_up(origin, "full@example.com")
            command(data, origin, "access", "grant", "full@example.com", "--reason", "proof")
            yield Platform(origin, settings, full, sign_up(origin, "free@example.com"))


def sign_up(origin: str, email: str) -> str:
    """Sign a person up, confirm the address as the page does that the mail leads to, and return an access token."""
    body = {"email": email, "password": PASSWORD, "data": {"name": "Ada Osei"}}
    httpx.post(f"{origin}/auth/v1/signup", json=body, timeout=30).raise_for_status()
    mails = httpx.get(f"{origin}/.local/mail", headers={"accept": "application/json"}, timeout=30).json()
    link = next(httpx.URL(mail["links"][0]) for mail in mails if mail["to"] == email)
    proof = {"type": link.params["type"], "token_hash": link.params["token_hash"]}
    signed_in = httpx.post(f"{origin}/auth/v1/verify", json=proof, timeout=30)
    signed_in.raise_for_status()
    return signed_in.json()["access_token"]


def command(data: Path, origin: str, *arguments: str) -> str:
    """Run the owner's command line against the platform and return what it prints."""
    settings = environment(data, int(origin.rpartition(":")[2]))
    finished = subprocess.run(
        [sys.executable, "-m", "shared", *arguments],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise BuildRefused(f"python -m shared {' '.join(arguments)}: {finished.stderr.strip()}")
    return finished.stdout
