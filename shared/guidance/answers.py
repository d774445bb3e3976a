"""An answer on the wire: server-sent events while it comes, or JSON when it is whole."""

import contextlib
from collections.abc import Iterator
from typing import Any

from shared import logs
from shared.bodies import json_bytes
from shared.guidance.ask import Asked
from shared.problems import InternalError, Problem

EVENT_STREAM = "text/event-stream"
STREAM_HEADERS = {"content-type": EVENT_STREAM, "x-accel-buffering": "no"}


def as_events(asked: Asked, request_id: str) -> Iterator[bytes]:
    """Yield `start`, a `delta` for each piece and `done`; `error` with a problem when something fails midway.

    A delta that names a passage for the first time brings all citations so far: its markers are links at once.
    """
    reserved = asked.exchange.reserved
    try:
        yield _event("start", {"conversation_id": reserved.conversation_id, "message_id": reserved.message_id})
        told = 0
        for piece in asked.pieces():
            cited = asked.exchange.citations
            yield _event("delta", {"text": piece} | ({"citations": cited} if len(cited) > told else {}))
            told = len(cited)
        yield _event("done", _ending(asked))
    except Problem as problem:
        logs.write_cause(request_id, problem)
        yield _event("error", problem.document(request_id))
    except Exception as failure:  # noqa: BLE001 (the status is sent: what fails now can only be said in the stream)
        logs.write_failure(request_id, failure)
        yield _event("error", InternalError().document(request_id))
    finally:
        with contextlib.suppress(Problem):  # nobody is left to be told; what could not be settled is swept
            asked.close()


def as_document(asked: Asked) -> dict[str, Any]:
    """Return the whole answer."""
    answer = "".join(asked.pieces())
    return {"conversation_id": asked.exchange.reserved.conversation_id, "answer": answer, **_ending(asked)}


def _ending(asked: Asked) -> dict[str, Any]:
    exchange = asked.exchange
    return {
        "message_id": exchange.reserved.message_id,
        "status": exchange.status,
        "citations": exchange.citations,
        "remaining_today": exchange.remaining,
    }


def _event(name: str, data: object) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + json_bytes(data) + b"\n\n"
