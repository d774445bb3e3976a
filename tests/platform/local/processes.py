"""Who belongs to whom on this machine, read from /proc: what a platform has started, and what is left of it."""

import time
from pathlib import Path
from typing import NamedTuple

PATIENCE_SECONDS = 15.0
SHARED = str(Path("/dev") / "shm")


class Process(NamedTuple):
    """A process as it can be told from a later one of the same number."""

    pid: int
    parent: int
    started: str
    command: str


def every_process() -> list[Process]:
    """Return all processes that are not dead."""
    found = (_read(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [process for process in found if process]


def family(pid: int) -> list[Process]:
    """Return the process `pid` and everything that it and its children have started."""
    processes = every_process()
    members = [process for process in processes if process.pid == pid]
    for member in members:  # grows while it is walked
        members += [process for process in processes if process.parent == member.pid]
    return members


def named(processes: list[Process], part: str) -> list[Process]:
    """Return those whose command line has `part` in it."""
    return [process for process in processes if part in process.command]


def shared_memory(processes: list[Process]) -> set[str]:
    """Return the shared memory that they hold: files below /dev/shm, and System V segments that they made."""
    held: set[str] = set()
    for process in processes:
        maps = _text(Path(f"/proc/{process.pid}/maps"))
        held |= {line.split(maxsplit=5)[-1] for line in maps.splitlines() if SHARED in line}
    makers = {str(process.pid) for process in processes}
    return held | {f"System V {columns[1]}" for columns in _segments() if columns[4] in makers}


def left_of(processes: list[Process]) -> list[Process]:
    """Return those that are still there, after having waited for them to go."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left := [process for process in every_process() if _same(process, processes)]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    return left


def memory_left(held: set[str]) -> set[str]:
    """Return the shared memory that is still there of what was held."""
    segments = {f"System V {columns[1]}" for columns in _segments()}
    return {name for name in held if name in segments or Path(name).exists()}


def _segments() -> list[list[str]]:
    """The columns of /proc/sysvipc/shm: its key, its number, …, who made it (proc(5))."""
    return [line.split() for line in _text(Path("/proc/sysvipc/shm")).splitlines()[1:]]


def _same(process: Process, others: list[Process]) -> bool:
    return any((process.pid, process.started) == (other.pid, other.started) for other in others)


def _read(entry: Path) -> Process | None:
    """Fields of /proc/<pid>/stat come after the name in parentheses: state, parent, …, the start time (proc(5))."""
    fields = _text(entry / "stat").rpartition(")")[2].split()
    if not fields or fields[0] in {"Z", "X"}:
        return None
    command = _text(entry / "cmdline").replace("\0", " ")
    return Process(int(entry.name), int(fields[1]), fields[19], command)


def _text(file: Path) -> str:
    try:
        return file.read_text(errors="replace")
    except OSError:  # it has ended meanwhile
        return ""
