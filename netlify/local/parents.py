"""`make run` is two processes; whoever stops make means both."""

import contextlib
import ctypes
import os
import signal
import threading
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOOK_SECONDS = 0.3


def end_with_make() -> None:
    """End when the make that started us ends or was interrupted, though only it heard the signal (Linux).

    Make waits for its children inside its own signal handler: while it does, SIGINT is blocked in it, which the
    kernel shows. A terminal's Ctrl-C reaches both, and this makes no difference.
    """
    parent = os.getppid()
    if _name(parent) not in {"make", "gmake"}:
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    threading.Thread(target=_watch, args=(parent,), name="make", daemon=True).start()


def _watch(parent: int) -> None:
    while not _is_interrupted(parent):
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def _is_interrupted(pid: int) -> bool:
    """Whether the process is gone or inside its handler of SIGINT."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True
    blocked = next((line.split()[1] for line in status.splitlines() if line.startswith("SigBlk:")), "0")
    return bool(int(blocked, 16) & 1 << (signal.SIGINT - 1))
