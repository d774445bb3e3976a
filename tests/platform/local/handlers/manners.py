"""A function with bad manners, by the last word of its address, to see what becomes of the calls beside it."""

import io
import json
import math
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.platform.runtime.handlers import turns

FIRST = '{"statusCode": 200, "body": "the first"}'
NO_ANSWERS = {"not_a_number": {"statusCode": 200, "headers": {"x-ratio": math.nan}}, "raw_bytes": b"PNG", "empty": b""}
SPOKEN: dict[str, Callable[[str], Any]] = {
    "out_of_turn": turns.out_of_turn,
    "twice": partial(turns.twice, answer=FIRST),
    "oversized": turns.oversized,
    "said": lambda _: turns.said,
}
CALLS = {"count": 0}
MEETING_SECONDS = 15.0


def handler(event: dict[str, Any], context: Any) -> Any:
    """Do what the address says, and answer with this instance's process id and its number of calls."""
    CALLS["count"] += 1
    manner = event["rawPath"].rpartition("/")[2]
    query = event.get("queryStringParameters", {})
    if manner == "leave":
        os._exit(3)
    if manner == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if manner == "raise":
        raise RuntimeError("as asked")
    if manner == "sleep":
        time.sleep(float(query["seconds"]))
    if manner == "tarry":
        sys.stdout = Tarrying(float(query["seconds"]))
    if manner in NO_ANSWERS:
        return NO_ANSWERS[manner]
    if manner in SPOKEN:
        return answer(SPOKEN[manner](context.aws_request_id))
    if manner == "event":
        return answer(event)
    return answer({"pid": os.getpid(), "calls": CALLS["count"], **(meet(query) if manner == "meet" else {})})


class Tarrying(io.StringIO):
    """A stdout that takes its time to be flushed, as an instance does once it has answered."""

    def __init__(self, seconds: float):
        super().__init__()
        self._seconds = seconds

    def flush(self) -> None:
        """Take that time, once."""
        seconds, self._seconds = self._seconds, 0.0
        time.sleep(seconds)


def meet(query: dict[str, str]) -> dict[str, bool]:
    """Say that one is here and wait for the other: both are only ever here when both calls run at one time."""
    folder = Path(query["folder"])
    (folder / query["me"]).touch()
    until = time.monotonic() + MEETING_SECONDS
    while not (met := (folder / query["other"]).exists()) and time.monotonic() < until:
        time.sleep(0.02)
    return {"met": met}


def answer(document: object) -> dict[str, Any]:
    """Return `document` as a Lambda answer."""
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(document)}
