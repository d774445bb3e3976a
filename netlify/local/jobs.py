"""Scheduled functions: run on their schedule while the platform is up, and now by `POST /.local/jobs/<name>`."""

import asyncio
import contextlib
import json
import time
import uuid
from datetime import UTC, datetime

from netlify.local.asgi import Receive, Scope, Send, send_json
from netlify.local.cron import Schedule, ScheduleInvalid, parse
from netlify.local.events import scheduled_event
from netlify.local.functions import Functions
from netlify.local.lines import LineWriter
from netlify.local.workers import Pool, Workers
from shared.problems import MethodNotAllowed, NotFound

PREFIX = "/.local/jobs"
LONGEST_SLEEP_SECONDS = 60.0


class Jobs:
    """The ASGI app below `/.local/jobs`, and the clock."""

    def __init__(self, workers: Workers, functions: Functions, lines: LineWriter, port: int):
        self._workers = workers
        self._functions = functions
        self._lines = lines
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the job that the address names and answer with its outcome."""
        del receive
        name = scope["path"].removeprefix(PREFIX).strip("/")
        pool = self._workers.pool(name)
        if pool is None or not pool.entry.schedule:
            raise NotFound(f"There is no scheduled function {name[:60]!r}.")
        if scope["method"] != "POST":
            raise MethodNotAllowed(["POST"])
        await send_json(send, 200, await self.run(pool, scope["request_id"]))

    async def run(self, pool: Pool, request_id: str) -> dict[str, object]:
        """Run one scheduled function now; return its name, state, seconds and what it answered."""
        schedule = self._schedule(pool.entry.schedule, pool.entry.name)
        upcoming = schedule.next_after(datetime.now(UTC)) if schedule else None
        started = time.monotonic()
        event = scheduled_event(pool.entry.name, request_id, upcoming, self._port)
        status, answer = await self._functions.run(pool, request_id, event)
        succeeded = 200 <= status < 400
        return {
            "job": pool.entry.name,
            "state": "succeeded" if succeeded else "failed",
            "seconds": round(time.monotonic() - started, 3),
            "detail": _document(answer),
        }

    async def keep_schedules(self) -> None:
        """Run every scheduled function at its time, until cancelled."""
        running: set[asyncio.Task[None]] = set()
        last = datetime.now(UTC)
        while True:
            await asyncio.sleep(self._seconds_until_next(last))
            now = datetime.now(UTC)
            for entry in self._workers.entries():
                schedule = self._schedule(entry.schedule, entry.name)
                pool = self._workers.pool(entry.name)
                if pool and schedule and schedule.next_after(last) <= now:
                    task = asyncio.create_task(self._run_on_time(pool))
                    running.add(task)
                    task.add_done_callback(running.discard)
            last = now

    async def _run_on_time(self, pool: Pool) -> None:
        outcome = await self.run(pool, str(uuid.uuid4()))
        del outcome["detail"]  # may quote what a person sent
        self._lines.record(outcome)

    def _seconds_until_next(self, last: datetime) -> float:
        """Until the next job is due; functions may change meanwhile, so never longer than a minute."""
        due = [
            schedule.next_after(last)
            for entry in self._workers.entries()
            if (schedule := self._schedule(entry.schedule, entry.name))
        ]
        wait = (min(due) - datetime.now(UTC)).total_seconds() if due else LONGEST_SLEEP_SECONDS
        return min(max(wait, 0.05), LONGEST_SLEEP_SECONDS)

    def _schedule(self, text: str, name: str) -> Schedule | None:
        """A schedule that cannot be read is said once for each time it is looked at, and never runs."""
        if not text:
            return None
        with contextlib.suppress(ScheduleInvalid):
            return parse(text)
        self._lines.record({"function": name, "failure": "ScheduleInvalid", "says": f"cannot read {text!r}"})
        return None


def _document(answer: str) -> object:
    """What a job answers is JSON as a rule; other text stays text."""
    try:
        return json.loads(answer)
    except ValueError:
        return answer
