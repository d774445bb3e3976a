"""Postgres killed under load: short refusals that say when to come back, then answers again, with nobody's help."""

import contextlib
import os
import signal
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import httpx

from tests.platform.local.processes import family, left_of
from tests.platform.local.stranger import Stranger

CALLERS = 8
LONGEST_ANSWER_SECONDS = 10.0
RECOVERY_SECONDS = 30.0
ADDRESSES = ("list-modules", "get-module/cash-flow-and-net-worth", "progress", "account")


class Load:
    """Callers who ask one address after the other until they are told to stop."""

    def __init__(self, stranger: Stranger, token: str):
        self.statuses: Counter[int] = Counter()
        self.wrong: list[str] = []
        self._stranger = stranger
        self._token = token
        self._over = Event()

    def run(self, number: int) -> None:
        """Be one caller."""
        while not self._over.is_set():
            for path in ADDRESSES[number % 4 :] + ADDRESSES[: number % 4]:
                self._ask(path)

    def stop(self) -> None:
        """Let every caller finish its round."""
        self._over.set()

    def _ask(self, path: str) -> None:
        started = time.monotonic()
        answer = self._stranger.function(path, self._token)
        self.statuses[answer.status_code] += 1
        if answer.status_code not in {200, 503}:
            self.wrong.append(f"{path}: {answer.status_code} {answer.text[:200]}")
        if answer.status_code == 503 and not answer.headers.get("retry-after", "").isdigit():
            self.wrong.append(f"{path}: 503 without Retry-After")
        if time.monotonic() - started > LONGEST_ANSWER_SECONDS:
            self.wrong.append(f"{path}: answered only after {time.monotonic() - started:.1f} s")


def test_postgres_killed_under_load(running: Stranger) -> None:
    """While callers ask, Postgres is killed outright, twice: 200 or 503 with Retry-After, then only 200 again."""
    token = running.sign_up("load@example.com")
    load = Load(running, token)
    with ThreadPoolExecutor(CALLERS) as callers:
        calls = [callers.submit(load.run, number) for number in range(CALLERS)]
        try:
            for _ in range(2):
                wait_for_more(load, 200, calls)
                kill_postgres(running)
                wait_for_more(load, 503, calls)
                wait_for_more(load, 200, calls)
        finally:
            load.stop()
    assert load.wrong == []
    assert [running.function(path, token).status_code for path in ADDRESSES] == [200] * 4


def test_what_the_stand_ins_say_meanwhile(running: Stranger) -> None:
    """While Postgres is away sign-in refuses, its keys are still published, and all of it answers again by itself."""
    running.sign_up("meanwhile@example.com")
    kill_postgres(running)
    refused = httpx.post(
        f"{running.origin}/auth/v1/token?grant_type=password",
        timeout=30,
        json={"email": "meanwhile@example.com", "password": "not it"},
    )
    assert refused.status_code in {400, 503}  # it was back before the answer, or it was not
    assert refused.json()
    assert running.get("/auth/v1/.well-known/jwks.json").json()["keys"]
    deadline = time.monotonic() + RECOVERY_SECONDS
    while running.get("/.local/mail", accept="application/json").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert running.sign_in("meanwhile@example.com")


def kill_postgres(running: Stranger) -> None:
    """Kill the postmaster and every process of its own."""
    everyone = family(running.postmaster().pid)
    for process in everyone:
        with contextlib.suppress(ProcessLookupError):  # a backend goes with its postmaster
            os.kill(process.pid, signal.SIGKILL)
    assert left_of(everyone) == []


def wait_for_more(load: Load, status: int, calls: list[Future[None]]) -> None:
    """Wait until the callers have been given `status` a few times more."""
    enough, deadline = load.statuses[status] + CALLERS, time.monotonic() + RECOVERY_SECONDS
    while load.statuses[status] < enough:
        assert not any(call.done() for call in calls)
        assert time.monotonic() < deadline, f"no {status} within {RECOVERY_SECONDS:.0f} s: {load.statuses}"
        time.sleep(0.02)
