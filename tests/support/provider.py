"""A scripted provider: a real HTTP server that speaks the Responses API, well or badly, and keeps what it was asked."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Events = list[dict[str, Any]]
# What a script is given: a way to write bytes (False when nobody listens), and what was asked.
Script = Callable[["Line", Mapping[str, Any]], None]

ANSWER = "Keep three to six months of necessary spending [1], and write it down [2]."
PIECE = 7


class Line:
    """The connection of one call, as a script sees it."""

    def __init__(self, connection: socket.socket, closing: threading.Event):
        self._connection = connection
        self._closing = closing

    def write(self, payload: bytes) -> None:
        """Send bytes as they are."""
        self._connection.sendall(payload)

    def wait(self, seconds: float) -> None:
        """Wait, unless the server is being closed or the client has left."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._closing.is_set():
            if self._has_left(min(left, 0.05)):
                raise BrokenPipeError

    def _has_left(self, seconds: float) -> bool:
        self._connection.settimeout(seconds)
        try:
            return self._connection.recv(1, socket.MSG_PEEK) == b""
        except TimeoutError:
            return False
        finally:
            self._connection.settimeout(None)

    def head(self, status: int = 200, content_type: str = "text/event-stream", **headers: str) -> None:
        """Send a status and headers; the body ends with the connection."""
        lines = [f"HTTP/1.1 {status} Scripted", f"Content-Type: {content_type}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.write("\r\n".join([*lines, "", ""]).encode())

    def event(self, event: Mapping[str, Any]) -> None:
        """Send one server-sent event."""
        self.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())


class Provider:
    """Serves `script` on loopback until closed; `requests` are the bodies that came, in order."""

    def __init__(self, script: Script | None = None):
        self.script: Script = script or says(ANSWER)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[str] = []
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    @property
    def text(self) -> str:
        """Everything that was ever sent here, as text."""
        return json.dumps(self.requests, ensure_ascii=False)

    def close(self) -> None:
        """Stop serving."""
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            head, body = _read(connection)
            asked = json.loads(body)
            self.headers.append(head)
            self.requests.append(asked)
            self.script(Line(connection, self._closing), asked)


def _read(connection: socket.socket) -> tuple[str, bytes]:
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head.decode(), body


def events(text: str) -> Iterator[dict[str, Any]]:
    """Yield the events of a healthy stream that says `text`."""
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    usage = {
        "input_tokens": 1000, "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 100, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 1100,
    }  # fmt: skip
    response: dict[str, Any] = {
        "id": "resp_1", "object": "response", "created_at": 0, "status": "in_progress", "model": "scripted",
        "output": [], "tools": [], "tool_choice": "auto", "parallel_tool_calls": True, "metadata": {}, "error": None,
        "incomplete_details": None, "instructions": None, "temperature": 1.0, "top_p": 1.0,
    }  # fmt: skip
    yield {"type": "response.created", "sequence_number": 0, "response": response}
    for number, start in enumerate(range(0, len(text), PIECE), 1):
        yield {"type": "response.output_text.delta", "sequence_number": number, **place,
               "delta": text[start : start + PIECE], "logprobs": []}  # fmt: skip
    yield {"type": "response.completed", "sequence_number": 9999,
           "response": {**response, "status": "completed", "usage": usage}}  # fmt: skip


def says(text: str, pause: float = 0) -> Script:
    """Answer `text`, with `pause` seconds between its pieces."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        line.head()
        for event in events(text):
            if pause:
                line.wait(pause)
            line.event(event)

    return script


def refuses(status: int, **headers: str) -> Script:
    """Answer an error in OpenAI's words."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        line.head(status, "application/json", **headers)
        line.write(
            json.dumps({"error": {"message": "scripted", "type": "error", "code": None, "param": None}}).encode()
        )

    return script


def cut(pieces: int, text: str = ANSWER) -> Script:
    """Close the connection after some pieces of the answer, without a word."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        line.head()
        for event in list(events(text))[: pieces + 1]:
            line.event(event)

    return script


def runs_out(text: str = ANSWER, pieces: int = 4) -> Script:
    """Say so much of the answer as the limit lets through, and that it was the limit."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        line.head()
        *said, end = events(text)
        for event in said[: pieces + 1]:
            line.event(event)
        told = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
        line.event({**end, "type": "response.incomplete", "response": {**end["response"], **told}})

    return script


def silent(line: Line, asked: Mapping[str, Any]) -> None:
    """Take the request and say nothing."""
    line.wait(300)


def silent_after_head(line: Line, asked: Mapping[str, Any]) -> None:
    """Begin a stream and say nothing more."""
    line.head()
    line.wait(300)


def drips(payload: bytes, seconds: float) -> Script:
    """Send a byte now and then, for ever: no read ever times out."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        line.head()
        while True:
            for byte in payload:
                line.write(bytes([byte]))
                line.wait(seconds)

    return script


def drips_headers(line: Line, asked: Mapping[str, Any]) -> None:
    """Never come to the end of the headers."""
    line.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        line.write(b"a")
        line.wait(0.02)


def utters(payload: bytes, content_type: str = "text/event-stream") -> Script:
    """Send any bytes as the answer."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        line.head(200, content_type)
        line.write(payload)

    return script


def floods(line: Line, asked: Mapping[str, Any]) -> None:
    """Send one event without end."""
    line.head()
    line.write(b"data: ")
    while True:
        line.write(b"x" * 65536)


def in_turn(*scripts: Script) -> Script:
    """Follow each script once, the last one from then on."""
    waiting = list(scripts)
    lock = threading.Lock()

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        with lock:
            current = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        current(line, asked)

    return script
