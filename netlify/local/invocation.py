"""One call of a function: the event in, and the answer that comes of it, whole or as a stream."""

import asyncio
from collections.abc import AsyncIterator

BUFFERED_CHUNKS = 16


class HandlerFailed(Exception):
    """The handler raised, or could not be imported: Lambda's error type, and the message for the log."""

    def __init__(self, kind: str, message: str):
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Stream:
    """A streamed answer while it arrives; a slow reader slows the handler down."""

    def __init__(self, transport: asyncio.Transport):
        self._transport = transport
        self._chunks: asyncio.Queue[bytes | HandlerFailed | None] = asyncio.Queue()

    def feed(self, chunk: bytes) -> None:
        """Take a chunk from the worker."""
        self._chunks.put_nowait(chunk)
        if self._chunks.qsize() >= BUFFERED_CHUNKS:
            self._transport.pause_reading()

    def end(self, failure: HandlerFailed | None = None) -> None:
        """Nothing more comes; with `failure`, because the handler failed midway."""
        self._chunks.put_nowait(failure)

    def abort(self) -> None:
        """Nobody reads any longer: the worker's next write fails, and its handler is stopped."""
        self._transport.abort()

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes as they come; raises HandlerFailed where the handler failed midway."""
        while (chunk := await self._chunks.get()) is not None:
            if isinstance(chunk, HandlerFailed):
                raise chunk
            if self._chunks.qsize() < BUFFERED_CHUNKS and not self._transport.is_closing():
                self._transport.resume_reading()
            yield chunk


Answer = bytes | Stream


class Invocation:
    """One call: the event in, and the answer that will come of it."""

    def __init__(self, request_id: str, event: bytes):
        self.request_id = request_id
        self.event = event
        self.deadline_ms = 0
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.answer.add_done_callback(_read_exception)
        self.stream: Stream | None = None
        self.claimed = False  # an answer to it is complete or on its way

    def resolve(self, answer: Answer) -> None:
        """Answer, unless the caller has been told something else meanwhile."""
        if not self.answer.done():
            self.answer.set_result(answer)

    def fail(self, failure: Exception) -> None:
        """Fail: the caller's answer where there is none yet, the stream where it is under way."""
        if not self.answer.done():
            self.answer.set_exception(failure)
        elif self.stream:
            self.stream.end(failure if isinstance(failure, HandlerFailed) else HandlerFailed("Cut", str(failure)))


def _read_exception(answer: asyncio.Future[Answer]) -> None:
    """A caller that left before the failure need not be warned of it."""
    if not answer.cancelled():
        answer.exception()
