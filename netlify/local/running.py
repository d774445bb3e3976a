"""The local platform as a process of its own: started, waited for, stopped."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import IO

from netlify.local.settings import PASSED_ON, ROOT
from netlify.local.supervisor import CannotStart

STOP_SECONDS = 20


@contextlib.contextmanager
def running_platform(data: Path, port: int, extra: Mapping[str, str] | None = None) -> Generator[str]:
    """Run `python -m netlify.local` until the block ends; raises CannotStart with its words when it cannot start."""
    process = subprocess.Popen(
        [sys.executable, "-m", "netlify.local"],
        cwd=ROOT,
        env={**environment(data, port), **(extra or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    readers = list[threading.Thread]()
    try:
        origin = _ready(process)
        readers += [_forget(pipe) for pipe in (process.stdout, process.stderr) if pipe]
        yield origin
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for reader in readers:
            reader.join(STOP_SECONDS)


def environment(data: Path, port: int) -> dict[str, str]:
    """Return the environment of the platform at `port`, and of the command line that talks to it."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}  # noqa: TID251 (passed on to a child)
    return {**kept, "PORT": str(port), "DATA": str(data)}


def _ready(process: subprocess.Popen[str]) -> str:
    """Wait for the line that says where it serves."""
    for line in process.stdout or ():
        if line.startswith("ready "):
            return line.split()[1]
    said = process.stderr.read() if process.stderr else ""
    raise CannotStart(f"the local platform did not start: {said.strip()}")


def _forget(pipe: IO[str]) -> threading.Thread:
    """Read what else is said, so that nobody waits to say it, and close the pipe at its end."""

    def read() -> None:
        with pipe:
            for _ in pipe:
                pass

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    return reader
