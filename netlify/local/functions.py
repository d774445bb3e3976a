"""`/.netlify/functions/…`: requests become events, go through the pools and come back as answers."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from netlify.local.answers import result_of, send_lambda_answer
from netlify.local.asgi import Receive, Scope, Send, headers_of, read_body, send_answer
from netlify.local.events import Call, http_event
from netlify.local.invocation import HandlerFailed, Stream
from netlify.local.lines import LineWriter
from netlify.local.worker import InstanceDied, TimedOut
from netlify.local.workers import Busy, FunctionBroken, Pool, Workers
from shared.problems import InternalError, NotFound, Problem, Unavailable

PREFIX = "/.netlify/functions"
BODY_BYTES = 6 * 1024 * 1024
BACKGROUND_BODY_BYTES = 256 * 1024
# Netlify runs a background function again after one and after two minutes when it failed.
BACKGROUND_RETRY_SECONDS = (60.0, 120.0)


class FunctionTimedOut(Problem):
    """The answer took too long and was given up."""

    status = 504
    slug = "timeout"


class FunctionFailed(InternalError):
    """Something failed on our side."""

    def __init__(self, detail: str = ""):
        super().__init__(detail)


class Functions:
    """The ASGI app below `/.netlify/functions`."""

    def __init__(self, workers: Workers, lines: LineWriter, port: int):
        self._workers = workers
        self._lines = lines
        self._port = port
        self._background: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises the Problem that became of it."""
        name = scope["path"].removeprefix(PREFIX).strip("/").partition("/")[0]
        pool = self._workers.pool(name)
        # A scheduled function has no address in production; here `POST /.local/jobs/<name>` runs it.
        if pool is None or pool.entry.schedule:
            raise NotFound
        limit = BACKGROUND_BODY_BYTES if pool.entry.background else BODY_BYTES
        event = http_event(self._call(scope, await read_body(scope, receive, limit)))
        if pool.entry.background:
            self._run_on(pool, scope["request_id"], event)
            await send_answer(send, 202, [(b"content-length", b"0"), (b"cache-control", b"no-store")])
            return
        try:
            answer = await pool.call(scope["request_id"], event)
            await send_lambda_answer(answer, scope["method"], receive, send)
        except FAILURES as failure:
            raise self.problem(failure, pool.entry.name, scope["request_id"]) from None

    def problem(self, failure: Exception, name: str, request_id: str) -> Problem:
        """Return what the caller is told of a failed call; the log is told the rest."""
        if isinstance(failure, Busy):
            return Unavailable("Too much is going on at once. Please try again in a moment.", retry_after_seconds=1)
        if isinstance(failure, FunctionBroken):
            return FunctionFailed(f"The function {name} cannot be loaded.")
        says = {"says": str(failure)} if isinstance(failure, HandlerFailed) else {}
        self._lines.record({"request_id": request_id, "function": name, "failure": type(failure).__name__, **says})
        if isinstance(failure, TimedOut):
            return FunctionTimedOut("The call was ended at its time limit.")
        return FunctionFailed()

    async def run(self, pool: Pool, request_id: str, event: Mapping[str, Any]) -> tuple[int, str]:
        """Run a function outside HTTP; return its status and what it answered."""
        try:
            answer = await pool.call(request_id, event)
            if isinstance(answer, Stream):
                return 200, "".join([chunk.decode(errors="replace") async for chunk in answer.chunks()])
            status, body = result_of(answer)
        except FAILURES as failure:
            problem = self.problem(failure, pool.entry.name, request_id)
            return problem.status, json.dumps(problem.document(request_id))
        return status, body.decode(errors="replace")

    async def close(self) -> None:
        """Forget the background calls that still run."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)

    def _call(self, scope: Scope, body: bytes) -> Call:
        client = scope["client"][0] if scope.get("client") else "127.0.0.1"
        path = scope.get("raw_path", scope["path"].encode()).decode("latin-1").partition("?")[0]
        query = scope["query_string"].decode("latin-1")
        return Call(scope["request_id"], scope["method"], path, query, headers_of(scope), body, client, self._port)

    def _run_on(self, pool: Pool, request_id: str, event: Mapping[str, Any]) -> None:
        task = asyncio.create_task(self._run_with_retries(pool, request_id, event))
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _run_with_retries(self, pool: Pool, request_id: str, event: Mapping[str, Any]) -> None:
        for wait in (*BACKGROUND_RETRY_SECONDS, None):
            status, _ = await self.run(pool, request_id, event)
            if status < 500 or wait is None:
                return
            await asyncio.sleep(wait)


FAILURES = (Busy, FunctionBroken, HandlerFailed, InstanceDied, TimedOut)
