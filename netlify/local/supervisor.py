"""Starts everything in its order, restarts Postgres when it dies, and stops everything again."""

import asyncio
import contextlib
import errno
import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Generator, Iterable
from pathlib import Path
from types import TracebackType

from watchfiles import awatch  # pyright: ignore[reportUnknownVariableType] (untyped parameters)

from netlify.catalog import ConfigNotStatic
from netlify.local.database import prepare
from netlify.local.declarations import DeclarationInvalid
from netlify.local.gateway import Gateway, lifespans
from netlify.local.installation import make_installation
from netlify.local.lines import LineWriter
from netlify.local.parts import Parts, make_parts
from netlify.local.real_project import missing_step
from netlify.local.server import Server
from netlify.local.settings import ROOT, LocalSettings, kept_secret
from netlify.local.signals import stopping
from netlify.local.unread_settings import tell_changed_settings
from netlify.postgres import EmbeddedPostgres, PostgresUnavailable, free_port

WATCHED = ("functions", "shared", "netlify/functions", "netlify.toml")
LOOK_SECONDS = 0.2
REST_SECONDS = 1.0


class CannotStart(Exception):
    """Something that the platform needs is not to be had; the message is one sentence."""


class Supervisor:
    """One run of the platform: what it holds is given back when the `with` block ends."""

    def __init__(self, settings: LocalSettings):
        self._settings = settings
        self._stack = contextlib.ExitStack()
        self._lines = LineWriter()

    def __enter__(self) -> "Supervisor":
        """Take the port and DATA, and start Postgres with the schema in it."""
        try:
            with _unusable_places(self._settings.data):
                self._sockets = list(self._stack.enter_context(_listening(self._settings.port)))
                self._stack.enter_context(_only_user_of(self._settings.data))
                self._postgres = self._started_postgres()
                self._installation = make_installation(self._settings, self._postgres.port)
                prepare(self._postgres, self._installation)
                self._installation.write_environment()
                self._parts = make_parts(self._installation, self._lines)
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    async def serve(self) -> None:
        """Serve until SIGINT or SIGTERM."""
        parts, stopped = self._parts, stopping()
        async with lifespans(parts.mounts):
            server = Server(Gateway(parts.mounts, self._lines))
            serving = asyncio.create_task(server.serve(self._sockets))
            keeping = [
                asyncio.create_task(self._keep_postgres()),
                asyncio.create_task(self._keep_current(parts)),
                asyncio.create_task(tell_changed_settings(self._settings, self._lines)),
                asyncio.create_task(parts.jobs.keep_schedules()),
            ]
            try:
                await self._sync_course(stopped)
                if step := await asyncio.to_thread(missing_step, self._settings):
                    self._lines.record({"project": step})
                if not stopped.is_set():
                    print(f"ready {self._settings.origin}", flush=True)
                await stopped.wait()
            finally:
                await _cancel(keeping)
                server.should_exit = server.force_exit = True
                await parts.functions.close()
                await parts.workers.close()
                await serving

    def _started_postgres(self) -> EmbeddedPostgres:
        password = kept_secret(self._settings.data / "secrets", "database-superuser")
        folder = self._settings.data / "postgres"
        folder.mkdir(mode=0o711, exist_ok=True)
        postgres = EmbeddedPostgres(folder, password, port=free_port())
        self._stack.callback(postgres.stop)
        postgres.start()
        return postgres

    async def _sync_course(self, stopped: asyncio.Event) -> None:
        """Load the course as `python -m shared course sync` does, in a process of its own; raises CannotStart."""
        if not self._settings.stands_in_for("DATABASE_URL"):
            return
        environment = {**self._settings.passed_on, **self._installation.operator_environment()}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "shared",
            "course",
            "sync",
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        said = asyncio.create_task(process.communicate())
        await asyncio.wait({said, waiting := asyncio.create_task(stopped.wait())}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if stopped.is_set() and process.returncode is None:
            process.kill()
        output, _ = await said
        if process.returncode and not stopped.is_set():
            raise CannotStart(f"the course cannot be loaded:\n{output.decode(errors='replace').strip()}")

    async def _keep_postgres(self) -> None:
        """Start Postgres again when it has died; from this thread, because the kernel ends it with its thread."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if self._postgres.pid is not None:
                continue
            self._lines.record({"postgres": "has died; starting it again"})
            try:
                self._postgres.launch()
                await asyncio.to_thread(self._postgres.wait_until_it_answers)
                self._lines.record({"postgres": "answers again"})
            except (PostgresUnavailable, OSError) as problem:
                self._lines.record({"postgres": str(problem)})
                await asyncio.sleep(REST_SECONDS)

    async def _keep_current(self, parts: Parts) -> None:
        """Take changed files up as they change."""
        watched = [ROOT / name for name in WATCHED if (ROOT / name).exists()]
        async for changes in awatch(*watched, recursive=True):
            if not any(_matters(Path(path)) for _, path in changes):
                continue
            try:
                parts.reload()
            except (DeclarationInvalid, ConfigNotStatic) as problem:
                self._lines.record({"failure": type(problem).__name__, "says": str(problem)})


async def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def _unusable_places(data: Path) -> Generator[None]:
    """Turn a file or folder that cannot be used into CannotStart, naming it."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as problem:
        places = (getattr(problem, name, None) for name in ("filename2", "filename"))
        place = next((place for place in places if place), data)
        raise CannotStart(f"{place} cannot be used: {getattr(problem, 'strerror', None) or problem}.") from None


@contextlib.contextmanager
def _listening(port: int) -> Generator[list[socket.socket]]:
    """Listen on loopback, on both of its addresses where there are two; raises CannotStart for a taken port."""
    sockets: list[socket.socket] = []
    try:
        for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            try:
                sockets.append(socket.create_server((address, port), family=family))
            except OSError as problem:
                if problem.errno == errno.EADDRINUSE:
                    raise CannotStart(f"port {port} is taken; choose another with PORT=…") from None
                if problem.errno == errno.EACCES:
                    raise CannotStart(f"port {port} may not be used here; choose another with PORT=…") from None
                if family is socket.AF_INET:
                    raise
        yield sockets
    finally:
        for listening in sockets:
            listening.close()


@contextlib.contextmanager
def _only_user_of(data: Path) -> Generator[None]:
    """Hold the lock on DATA; raises CannotStart while another holds it or where DATA cannot be used."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as problem:
        raise CannotStart(f"DATA ({data}) cannot be used: {problem.strerror}.") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CannotStart(f"{data} is in use by another `make run`; choose another folder with DATA=…") from None
    finally:
        os.close(lock)


def _matters(path: Path) -> bool:
    return path.suffix in {".py", ".mjs", ".toml"} and "__pycache__" not in path.parts
