"""Functions run as Lambda runs them: a pool of workers for each, one call at a time in each worker.

A call takes a warm worker, else a new one up to the cap, else it queues for a short while, else it is
turned away. A worker whose call crashes or outlives its limit takes no other call down with it.
"""

import asyncio
import functools
import json
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from netlify.catalog import FunctionEntry
from netlify.local.invocation import Answer, HandlerFailed, Invocation
from netlify.local.worker import Owner, Program, TimedOut, Worker


class Busy(Exception):
    """Every worker is at work and the queue is full, or did not move in time."""


class FunctionBroken(Exception):
    """The function's Python file cannot be imported; every call says so until a file changes."""


class Limits(NamedTuple):
    """How much of one function may run, and for how long: Netlify's time limits, in seconds."""

    workers: int = 4
    queue: int = 256
    queue_seconds: float = 8.0
    idle_seconds: float = 300.0
    call_seconds: float = 60.0
    scheduled_seconds: float = 30.0
    background_seconds: float = 900.0


# How many workers in a row may die before they take a call, each replaced by another, until calls are turned away.
LOSSES = 2
RETURN_SECONDS = 1.0  # how long whoever has answered may take to ask for work before another is started in its place


class Pool:
    """The workers of one function."""

    def __init__(self, entry: FunctionEntry, program: Program, limits: Limits, says: Callable[[bytes], None]):
        self.entry = entry
        self.limits = limits
        self._program = program
        self._says = says
        self._workers: set[Worker] = set()
        self._idle: list[tuple[Worker, asyncio.TimerHandle]] = []  # the warmest last
        self._queue: deque[Invocation] = deque()
        self._broken: HandlerFailed | None = None
        self._losses = 0
        self._owner = Owner(self._asks_for_work, self._failed_to_start, self._untaken, self._ended, says)

    async def call(self, request_id: str, event: Mapping[str, object]) -> Answer:
        """Run the function once.

        Raises Busy, FunctionBroken, and what became of the call: HandlerFailed, InstanceDied, TimedOut.
        """
        if self._broken:
            raise FunctionBroken
        invocation = Invocation(request_id, json.dumps(event).encode())
        if self._idle:
            self._give(self._idle.pop(), invocation)
        elif len(self._queue) >= self.limits.queue:
            raise Busy
        else:
            self._queue.append(invocation)
            self._start_as_needed()
            asyncio.get_running_loop().call_later(self.limits.queue_seconds, self._waited_enough, invocation)
        try:
            return await invocation.answer
        finally:
            if invocation in self._queue:
                self._queue.remove(invocation)

    def restart(self) -> None:
        """Begin afresh with changed files: idle workers end now, busy ones after their call."""
        self._broken = None
        for worker in self._workers:
            worker.stale = True
            if worker.idle or not worker.started:
                worker.kill()
        self._forget_idle()

    async def close(self) -> None:
        """Kill every worker and wait until they are gone."""
        self._broken = HandlerFailed("Closed", "the platform is shutting down")
        self._forget_idle()
        ending = list(self._workers)
        for worker in ending:
            worker.kill()
        await asyncio.gather(*(worker.ended() for worker in ending))

    def _start_as_needed(self, *, counts_returning: bool = True) -> None:
        """One worker is on its way for each waiting call, as far as the cap allows.

        One that has answered is about to ask for work again: it counts, but for a moment only, as it may never ask.
        """
        fresh = [worker for worker in self._workers if not worker.stale]
        returning = sum(worker.returning for worker in fresh) if counts_returning else 0
        starting = sum(not worker.started for worker in fresh)
        wanted = min(len(self._queue) - starting - returning, self.limits.workers - len(fresh))
        if returning:
            again = functools.partial(self._start_as_needed, counts_returning=False)
            asyncio.get_running_loop().call_later(RETURN_SECONDS, again)
        for _ in range(wanted):
            self._workers.add(Worker(self._program, self._owner, self._limit()))

    def _asks_for_work(self, worker: Worker) -> None:
        if worker.stale:
            worker.kill()
            return
        self._losses = 0
        retirement = asyncio.get_running_loop().call_later(self.limits.idle_seconds, self._retire, worker)
        offer = (worker, retirement)
        if self._queue:
            self._give(offer, self._queue.popleft())
        else:
            self._idle.append(offer)

    def _give(self, offer: tuple[Worker, asyncio.TimerHandle], invocation: Invocation) -> None:
        worker, retirement = offer
        retirement.cancel()
        worker.take(invocation, self._limit())

    def _limit(self) -> float:
        if self.entry.background:
            return self.limits.background_seconds
        return self.limits.scheduled_seconds if self.entry.schedule else self.limits.call_seconds

    def _retire(self, worker: Worker) -> None:
        self._idle = [offer for offer in self._idle if offer[0] is not worker]
        worker.kill()

    def _waited_enough(self, invocation: Invocation) -> None:
        """Turn a queued call away; one whose first worker is still starting waits for that."""
        if invocation not in self._queue:
            return
        if any(worker.started for worker in self._workers):
            self._queue.remove(invocation)
            invocation.fail(Busy())
        else:
            asyncio.get_running_loop().call_later(1, self._waited_enough, invocation)

    def _failed_to_start(self, worker: Worker, failure: HandlerFailed) -> None:
        """Every call gets the same answer until a file changes; the log says why, once."""
        if worker.stale:
            return
        if self._broken is None:
            self._says(
                json.dumps(
                    {
                        "function": self.entry.name,
                        "failure": failure.kind,
                        "says": str(failure),
                        "outcome": "cannot be imported",
                    }
                ).encode()
            )
        self._broken = failure
        self._turn_queue_away(FunctionBroken())

    def _untaken(self, invocation: Invocation) -> None:
        """The worker that was given this call died before it had read it: it is the next one's."""
        if not invocation.answer.done():
            self._queue.appendleft(invocation)

    def _ended(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if any(offer[0] is worker for offer in self._idle):  # it died while idle
            self._idle = [offer for offer in self._idle if offer[0] is not worker]
        self._losses += not worker.started and not worker.stale
        if worker.timed_out and not worker.started:
            self._turn_queue_away(TimedOut())
        elif self._losses > LOSSES:
            self._losses = 0
            self._turn_queue_away(HandlerFailed("Runtime.ExitError", "the worker ended before it took a call"))
        elif self._queue and not self._broken:
            self._start_as_needed()

    def _turn_queue_away(self, failure: Exception) -> None:
        while self._queue:
            self._queue.popleft().fail(failure)

    def _forget_idle(self) -> None:
        for _, retirement in self._idle:
            retirement.cancel()
        self._idle.clear()


class Workers:
    """The pools of all functions."""

    def __init__(self, folder: Path, environment: Mapping[str, str], limits: Limits, says: Callable[[bytes], None]):
        self._folder = folder
        self._environment = environment
        self._limits = limits
        self._says = says
        self._pools: dict[str, Pool] = {}

    def offer(self, entries: Mapping[str, FunctionEntry]) -> None:
        """Let the functions be `entries`, restarting those that were there before."""
        for name, pool in self._pools.items():
            pool.restart()
            if name in entries:
                pool.entry = entries[name]
        gone = [name for name in self._pools if name not in entries]
        for name in gone:
            del self._pools[name]
        for name in entries.keys() - self._pools.keys():
            self._pools[name] = self._pool(entries[name])

    def pool(self, name: str) -> Pool | None:
        """Return the pool of the function `name`; None where there is no such function."""
        return self._pools.get(name)

    def entries(self) -> list[FunctionEntry]:
        """Return every function."""
        return [pool.entry for pool in self._pools.values()]

    async def close(self) -> None:
        """Kill every worker."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))

    def _pool(self, entry: FunctionEntry) -> Pool:
        handler = f"{self._folder.name}.{entry.module}.handler"
        program = Program(entry.name, handler, self._folder.parent, self._environment)
        return Pool(entry, program, self._limits, self._says)
