"""What a call leaves for the watch: a row for an answer that failed or was slow, and the alerts that it raised."""

from collections.abc import Mapping, Sequence

from shared import logs
from shared.alerts import queries
from shared.alerts.records import Failure, Note
from shared.database import JOBS, one_trip, was_lost_within

NOTE_MILLISECONDS = 1000
LOST_SECONDS = 10.0
LONGEST_DETAIL = 200


def note(alerts: Sequence[logs.Alert], failed: Mapping[str, object] | None = None, seconds: float = 0.0) -> None:
    """Write rows for `alerts` and for the `failed` request, in one round trip; never raises.

    Where the database was found away a moment ago nothing is tried: the caller waits for this.
    """
    if was_lost_within(LOST_SECONDS):
        return
    failure = None if failed is None else _failure(failed, seconds)
    try:
        queries.note(one_trip(JOBS, statement_milliseconds=NOTE_MILLISECONDS), failure, _notes(alerts))
    except Exception as refusal:  # noqa: BLE001 (the answer is made: what cannot be written down is said in a line)
        logs.write({"unwritten": [name for name, _, _ in alerts], "because": type(refusal).__qualname__})


def _failure(request: Mapping[str, object], seconds: float) -> Failure:
    return Failure(
        request_id=str(request["request_id"]),
        function=str(request["function"]),
        method=str(request["method"]),
        status=int(str(request["status"])),
        duration_ms=round(seconds * 1000),
    )


def _notes(alerts: Sequence[logs.Alert]) -> list[Note]:
    """One note a name: what it is about, all together, and what its line says beside."""
    named: dict[str, tuple[list[str], str]] = {}
    for name, about, facts in alerts:
        objects, _ = named.get(name, ([], ""))
        said = ", ".join(f"{fact} {value}" for fact, value in facts.items() if value not in (None, ""))
        named[name] = ([*objects, about] if about else objects, said[:LONGEST_DETAIL])
    return [Note(name, objects, detail) for name, (objects, detail) in named.items()]
