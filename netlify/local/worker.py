"""One worker process: one instance of a function, as Lambda keeps it; it takes one call at a time."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from netlify.local.invocation import HandlerFailed, Invocation
from netlify.local.runtime_api import RuntimeConnection

ROOT = Path(__file__).resolve().parents[2]
LONGEST_LINE = 64 * 1024
LAST_WORD_SECONDS = 0.5  # how long after a process' end the kernel may take to say how its connection ended


class InstanceDied(Exception):
    """The worker process ended while it held a call."""


class TimedOut(Exception):
    """The call did not end within its time limit, starting included, and its worker was killed."""


class Program(NamedTuple):
    """What a worker runs: the handlers' folder (a package named after it) and the whole of its environment."""

    function: str
    handler: str
    folder: Path
    environment: Mapping[str, str]


class Owner(NamedTuple):
    """Whom a worker tells what becomes of it."""

    asks_for_work: Callable[["Worker"], None]
    failed_to_start: Callable[["Worker", HandlerFailed], None]
    untaken: Callable[[Invocation], None]
    ended: Callable[["Worker"], None]
    says: Callable[[bytes], None]


class Worker:
    """A worker process and its side of the Runtime API."""

    def __init__(self, program: Program, owner: Owner, start_seconds: float):
        self.invocation: Invocation | None = None
        self.last_request_id = ""
        self.stale = False
        self.started = False
        self.timed_out = False
        self._start_seconds = start_seconds
        self._program = program
        self._owner = owner
        self._parked: RuntimeConnection | None = None
        self._given_over: RuntimeConnection | None = None  # the connection by which it was given its invocation
        self._process: asyncio.subprocess.Process | None = None
        self._server: asyncio.Server | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._life = asyncio.create_task(self._live())

    @property
    def idle(self) -> bool:
        """Whether it waits for work."""
        return self._parked is not None

    @property
    def returning(self) -> bool:
        """Whether it has answered its call and has not asked for another yet."""
        return self.started and self.invocation is None and self._parked is None

    @property
    def pid(self) -> int | None:
        """The process id once there is one."""
        return self._process.pid if self._process else None

    def take(self, invocation: Invocation, limit_seconds: float) -> None:
        """Hand `invocation` to this idle worker; after `limit_seconds` the process is killed."""
        connection, self._parked = self._parked, None
        if connection is None:
            raise InstanceDied(f"{self._program.function} is not idle")
        self.invocation, self._given_over = invocation, connection
        self.last_request_id = invocation.request_id
        invocation.claimed = False
        invocation.deadline_ms = int((time.time() + limit_seconds) * 1000)
        self._set_alarm(limit_seconds)
        connection.hand_over(invocation, self._program.function)

    def asks_for_work(self, connection: RuntimeConnection) -> None:
        """Its client has come back for the next call."""
        self._set_alarm(None)
        self._parked = connection
        self.started = True
        self._owner.asks_for_work(self)

    def has_answered(self) -> None:
        """Its call is answered whole."""
        self._set_alarm(None)
        self.invocation = None

    def failed_to_start(self, failure: HandlerFailed) -> None:
        """Its handler could not be imported."""
        self._owner.failed_to_start(self, failure)
        self.kill()

    def kill(self) -> None:
        """End the process and whatever it started, at once."""
        self._parked = None
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        elif self._process is None:
            self._life.cancel()

    async def ended(self) -> None:
        """Wait until nothing of it is left."""
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.shield(self._life)

    def _set_alarm(self, seconds: float | None) -> None:
        if self._alarm:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self._time_out) if seconds else None

    def _time_out(self) -> None:
        self.timed_out = True
        if self.invocation:
            self.invocation.fail(TimedOut())
        self.kill()

    async def _live(self) -> None:
        """Start the process, pass on what it says, and tell the owner when it has ended."""
        try:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(lambda: RuntimeConnection(self), "127.0.0.1", 0)
            port = self._server.sockets[0].getsockname()[1]
            self._set_alarm(self._start_seconds)
            self._process = await self._spawn(f"127.0.0.1:{port}")
            await self._pass_on_lines()
            await self._process.wait()
            await self._give_back()
        finally:
            self._set_alarm(None)
            self._parked = None
            if self._server:
                self._server.close()
            if self.invocation:
                self.invocation.fail(InstanceDied())
            self._owner.ended(self)

    async def _give_back(self) -> None:
        """Give an invocation back that the process had not read whole when it ended: its handler has not begun."""
        if self.invocation is None or self._given_over is None or self.timed_out:
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._given_over.lost.wait(), LAST_WORD_SECONDS)
        if self._given_over.was_reset:
            invocation, self.invocation = self.invocation, None
            self._owner.untaken(invocation)

    async def _spawn(self, api: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *dies_with_us(),
            sys.executable,
            "-m",
            CLIENT,
            self._program.handler,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=self._program.folder,
            start_new_session=True,
            limit=LONGEST_LINE,
            env={
                **self._program.environment,
                "AWS_LAMBDA_RUNTIME_API": api,
                "AWS_LAMBDA_FUNCTION_NAME": self._program.function,
                "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
                "LAMBDA_TASK_ROOT": str(self._program.folder),
                "PYTHONPATH": str(ROOT),
                "PYTHONUNBUFFERED": "1",
                "_HANDLER": self._program.handler,
            },
        )

    async def _pass_on_lines(self) -> None:
        """Pass stdout and stderr on, line by line; a line without end is cut where it gets too long."""
        output = self._process.stdout if self._process else None
        rest = b""
        while output and (chunk := await output.read(LONGEST_LINE)):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._owner.says(line)
            if len(rest) > LONGEST_LINE:
                self._owner.says(rest)
                rest = b""
        if rest:
            self._owner.says(rest)


CLIENT = "netlify.runtime.client"


def dies_with_us() -> list[str]:
    """The command prefix by which the kernel kills a child when the platform has died (Linux, util-linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
