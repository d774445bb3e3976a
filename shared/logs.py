"""One JSON line on stdout for each request and each failure; never a token, address, name or body."""

import json
import os
import re
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

_json = json.JSONEncoder(separators=(",", ":")).encode
# Classes of SQLSTATE whose first sentence names servers, schema and limits: connections, constraints, rights, names,
# resources. Errors in data (22…) quote the data.
_HARMLESS_CLASSES = frozenset({"08", "23", "25", "28", "3D", "40", "42", "53", "54", "55", "57", "58", "XX"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (pathlib is not worth its import here)


# A page of docs/operate.md, what it is about (an id of Stripe's or ours, never a person), and the rest of its line.
Alert = tuple[str, str, Mapping[str, object]]


class _Raised(threading.local):
    """The alerts of the call under way; a thread is an instance of its own here."""

    def __init__(self) -> None:
        self.alerts: list[Alert] = []


_raised = _Raised()


def request_id_of(headers: Mapping[str, str], scope: Mapping[str, Any]) -> str:
    """Return the platform's id of this request (x-nf-request-id, the event's), or a new one."""
    event = scope.get("aws.event", {})
    candidate = headers.get("x-nf-request-id") or event.get("requestContext", {}).get("requestId") or ""
    return candidate if _REQUEST_ID.fullmatch(candidate) else os.urandom(16).hex()


def request_record(request_id: str, method: str, path: str, status: int) -> dict[str, object]:
    """Return what a request's line says; of the path only the function's name, the rest may name a person."""
    name = path.split("/")[3] if path.startswith("/.netlify/functions/") else "/" + path.split("/")[1][:80]
    return {"request_id": request_id, "function": name, "method": method, "status": status}


def write_request(record: Mapping[str, object], started: float) -> None:
    """Write a request's line; `started` is its perf_counter."""
    write({**record, "duration_ms": round((time.perf_counter() - started) * 1000, 2)})


def logged_when_done(chunks: Iterator[bytes], record: Mapping[str, object], started: float) -> Iterator[bytes]:
    """Yield `chunks` and write the request's line when they end, however they end."""
    try:
        yield from chunks
    finally:
        write_request(record, started)


def write_failure(request_id: str, failure: BaseException) -> None:
    """Write what failed and where: types and lines, no messages, which may quote what a person sent."""
    frames = [
        f"{frame.filename.removeprefix(_ROOT).lstrip('/')}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(failure.__traceback__)
    ]
    write(
        {
            "request_id": request_id,
            "failure": type(failure).__qualname__,
            "sqlstate": getattr(failure, "sqlstate", None),
            "says": _harmless_words(failure),
            "frames": frames[-12:],
        }
    )


def write_cause(request_id: str, problem: BaseException) -> None:
    """Write what `problem` was raised from, where it was: why something outside could not be reached."""
    if problem.__cause__ is not None:
        write_failure(request_id, problem.__cause__)


def _harmless_words(failure: BaseException) -> str | None:
    """What an error says that names only our own settings, schema or server; never one that may quote a value."""
    from shared.environment import SettingMissing

    if isinstance(failure, SettingMissing):
        return str(failure)
    if (getattr(failure, "sqlstate", None) or "")[:2] not in _HARMLESS_CLASSES:
        return None
    return getattr(failure, "says", None) or getattr(getattr(failure, "diag", None), "message_primary", None)


def write(record: Mapping[str, object]) -> None:
    """Write one line of JSON to stdout."""
    sys.stdout.write(_json(record) + "\n")
    sys.stdout.flush()


def alert(name: str, *, about: str | None = None, **facts: object) -> None:
    """Write the line that says alert `name`, and keep it for the table of alerts, which is written after the answer."""
    write({"alert": name, **({"object": about} if about else {}), **facts})
    _raised.alerts.append((name, about or "", facts))


def has_alerts() -> bool:
    """Whether the call under way has raised an alert that nobody has taken."""
    return bool(_raised.alerts)


def take_alerts() -> list[Alert]:
    """Return the alerts of the call under way, once."""
    taken, _raised.alerts = _raised.alerts, []
    return taken
