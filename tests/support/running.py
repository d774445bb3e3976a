"""`make run` as a process of the tests': started with next to no environment, its lines kept, stopped, waited for."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90.0
STOP_SECONDS = 20.0
KEPT = ("PATH", "HOME")
PLATFORM = (sys.executable, "-m", "netlify.local")


class Running:
    """A platform while it runs; at the end of the `with` block it is stopped as Ctrl-C would."""

    def __init__(self, environment: Mapping[str, str], root: Path = ROOT, command: Sequence[str] = PLATFORM):
        self.lines: list[str] = []
        self._grown = threading.Condition()
        self.process = subprocess.Popen(
            command,
            cwd=root,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait_for(self, begins: str, seconds: float = READY_SECONDS, *, after: int = 0) -> str:
        """Return the first line, of those from number `after` on, that begins so; AssertionError where none comes."""
        deadline = time.monotonic() + seconds
        with self._grown:
            while True:
                if found := next((line for line in self.lines[after:] if line.startswith(begins)), None):
                    return found
                ended = not self._reading.is_alive()
                if ended or not self._grown.wait(min(0.5, max(0.0, deadline - time.monotonic()))):
                    assert not ended, f"it ended before it said {begins!r}:\n{self.said()}"
                    assert time.monotonic() < deadline, f"it has not said {begins!r}:\n{self.said()}"

    def said(self) -> str:
        """Return everything that it has said so far."""
        return "\n".join(self.lines)

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send the signal to the process as a terminal does: to its whole group; return its exit code."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        return self.ended()

    def ended(self, seconds: float = STOP_SECONDS) -> int:
        """Wait until it has ended and return its exit code."""
        try:
            return self.process.wait(seconds)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self._reading.join(seconds)
            if self.process.stdout is not None:
                self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._grown:
                self.lines.append(line.rstrip("\n"))
                self._grown.notify_all()
        with self._grown:
            self._grown.notify_all()


def bare_environment(port: int | str, data: Path, **more: str) -> dict[str, str]:
    """Return the environment that `make run` promises to be content with: PATH, HOME, PORT and DATA."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}  # noqa: TID251 (passed on to a child)
    return {**kept, "PORT": str(port), "DATA": str(data), **more}
