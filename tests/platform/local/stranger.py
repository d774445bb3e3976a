"""Someone who has just cloned this repository: types `make run`, looks around, signs up, comes back another day."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.platform.local.processes import Process, family, named
from tests.support.running import Running, bare_environment

PASSWORD = "four unrelated good words"


class Stranger:
    """One `make run`, and what someone does at its address."""

    def __init__(self, running: Running, port: int, data: Path):
        self.running = running
        self.port = port
        self.data = data
        self.origin = f"http://localhost:{port}"

    def wait_until_ready(self) -> None:
        """Wait for the line that begins with `ready` and names the address."""
        assert self.running.wait_for("ready") == f"ready {self.origin}"

    def get(self, path: str, token: str = "", **headers: str) -> httpx.Response:
        """Ask for an address of the origin."""
        signed = {"authorization": f"Bearer {token}"} if token else {}
        return httpx.get(self.origin + path, headers={**signed, **headers}, timeout=30)

    def function(self, path: str, token: str = "") -> httpx.Response:
        """Ask a function."""
        return self.get("/.netlify/functions/" + path, token)

    def sign_up(self, email: str) -> str:
        """Sign up, prove the address as the page that the mail's link opens does, and return an access token."""
        body = {"email": email, "password": PASSWORD, "data": {"name": "Sam Stranger"}}
        httpx.post(self.origin + "/auth/v1/signup", json=body, timeout=30).raise_for_status()
        mails = [mail for mail in self.mails() if mail["to"] == email]
        link = httpx.URL(mails[0]["links"][0])
        assert httpx.get(link, timeout=30).status_code == 200
        assert link.path == "/welcome"
        proof = {"token_hash": link.params["token_hash"], "type": link.params["type"]}
        httpx.post(self.origin + "/auth/v1/verify", json=proof, timeout=30).raise_for_status()
        return self.sign_in(email)

    def sign_in(self, email: str) -> str:
        """Sign in with the password and return an access token."""
        answer = httpx.post(
            self.origin + "/auth/v1/token?grant_type=password", json={"email": email, "password": PASSWORD}, timeout=30
        )
        return answer.raise_for_status().json()["access_token"]

    def mails(self) -> list[dict[str, Any]]:
        """Return what the mailbox holds, newest first."""
        return self.get("/.local/mail", accept="application/json").raise_for_status().json()

    def keep_position(self, token: str, module: str, block: str) -> None:
        """Say that a block has been read."""
        httpx.put(
            self.origin + "/.netlify/functions/progress",
            timeout=30,
            headers={"authorization": f"Bearer {token}"},
            json={"module": module, "block": block, "completed": True},
        ).raise_for_status()

    def family(self) -> list[Process]:
        """Return every process that belongs to it."""
        return family(self.running.process.pid)

    def supervisor(self) -> Process:
        """Return the process that starts and stops everything else."""
        return named(self.family(), "-m netlify.local")[-1]

    def postmaster(self) -> Process:
        """Return Postgres' first process."""
        return next(each for each in self.family() if each.parent == self.supervisor().pid and self._is_postgres(each))

    def _is_postgres(self, process: Process) -> bool:
        return str(self.data / "postgres") in process.command


@contextmanager
def make_run(root: Path, port: int, data: Path, command: Sequence[str] = ("make", "run")) -> Generator[Stranger]:
    """Type `make run` in `root`; Ctrl-C at the end."""
    with Running(bare_environment(port, data), root, command) as running:
        yield Stranger(running, port, data)
