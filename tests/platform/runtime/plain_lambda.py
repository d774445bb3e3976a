"""AWS's Lambda Runtime API as its documents describe it, on loopback: the plain platform without our bridge."""

import base64
import json
import os
import queue
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[3]
API = "/2018-06-01/runtime"
MAX_RESPONSE_BYTES = 6 * 1024 * 1024
BUFFERED_BY_GO = 2048  # Lambda's server sends longer answers in chunks
STREAM_TYPE = "application/vnd.awslambda.http-integration-response"


class Invocation:
    """One call: what the runtime is to be given and what came of it."""

    def __init__(self, event: object, seconds: float):
        self.id = str(uuid.uuid4())
        self.event = event if isinstance(event, bytes) else json.dumps(event).encode()
        self.deadline_ms = int((time.time() + seconds) * 1000)
        self.outcome: queue.Queue[Outcome] = queue.Queue()


class Outcome(NamedTuple):
    """What the runtime posted for one invocation. `chunks` pairs each streamed chunk with when it came."""

    kind: str
    headers: dict[str, str]
    body: bytes
    chunks: list[tuple[float, bytes]]
    trailers: dict[str, str]

    @property
    def json(self) -> Any:
        """The posted body as JSON."""
        return json.loads(self.body)

    @property
    def prelude(self) -> dict[str, Any]:
        """The JSON before the eight NULs of a streamed answer."""
        return json.loads(self.body.split(b"\0" * 8, 1)[0])

    @property
    def streamed(self) -> bytes:
        """The bytes after the eight NULs of a streamed answer."""
        return self.body.split(b"\0" * 8, 1)[1]

    @property
    def trailer_error(self) -> dict[str, Any]:
        """The error document in the trailers."""
        return json.loads(base64.b64decode(self.trailers["lambda-runtime-function-error-body"]))


class PlainLambda:
    """The server: `invoke` parks an event for the runtime and returns what it posted."""

    def __init__(self, *, leave_after_chunks: int | None = None):
        self.pending: queue.Queue[Invocation] = queue.Queue()
        self.open: dict[str, Invocation] = {}
        self.init_errors: list[dict[str, Any]] = []
        self.breaches: list[str] = []
        self.leave_after_chunks = leave_after_chunks
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_class(self))
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def invoke(self, event: object, *, seconds: float = 10.0) -> Outcome:
        """Hand one event to the runtime and wait for its outcome."""
        invocation = Invocation(event, seconds)
        self.pending.put(invocation)
        return invocation.outcome.get(timeout=seconds)

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def plain_lambda(
    handler: str, *, client: str = "netlify.runtime.client", leave_after_chunks: int | None = None
) -> Generator[tuple[PlainLambda, subprocess.Popen[str]]]:
    """Run `handler` under a Runtime API with `client`, as a custom runtime's bootstrap would."""
    server = PlainLambda(leave_after_chunks=leave_after_chunks)
    arguments = [handler] if client == "awslambdaric" else []
    environment = {
        "PATH": os.defpath,
        "AWS_LAMBDA_RUNTIME_API": server.address,
        "_HANDLER": handler,
        "AWS_LAMBDA_FUNCTION_NAME": "under-test",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", client, *arguments],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield server, process
    finally:
        process.kill()
        process.communicate()
        server.close()


def _handler_class(server: PlainLambda) -> type[BaseHTTPRequestHandler]:
    class RuntimeApi(_RuntimeApi):
        api = server

    return RuntimeApi


class _RuntimeApi(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: PlainLambda

    def do_GET(self) -> None:
        if self.path != f"{API}/invocation/next":
            self._breach(404, f"GET {self.path}")
            return
        invocation = self.api.pending.get()
        self.api.open[invocation.id] = invocation
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Lambda-Runtime-Aws-Request-Id", invocation.id)
        self.send_header("Lambda-Runtime-Deadline-Ms", str(invocation.deadline_ms))
        self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-2:123456789012:function:test")
        self.send_header("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700")
        self._send_as_go_does(invocation.event)

    def do_POST(self) -> None:
        chunks: list[tuple[float, bytes]] = []
        trailers: dict[str, str] = {}
        headers = {name.lower(): value for name, value in self.headers.items()}
        if headers.get("transfer-encoding") == "chunked":
            if not self._read_chunks(chunks, trailers):
                return
            body = b"".join(chunk for _, chunk in chunks)
        else:
            body = self.rfile.read(int(headers["content-length"]))
        if self.path == f"{API}/init/error":
            self.api.init_errors.append({"type": headers["lambda-runtime-function-error-type"], **json.loads(body)})
            self._accept()
            return
        _, _, tail = self.path.partition(f"{API}/invocation/")
        request_id, _, kind = tail.partition("/")
        self._settle(request_id, Outcome(kind, headers, body, chunks, trailers))

    def _settle(self, request_id: str, outcome: Outcome) -> None:
        invocation = self.api.open.pop(request_id, None)
        if invocation is None or outcome.kind not in {"response", "error"}:
            self._breach(400, f"{outcome.kind} for {request_id}")
            return
        streaming = outcome.headers.get("lambda-runtime-function-response-mode") == "streaming"
        if outcome.chunks and not (streaming and outcome.headers["content-type"] == STREAM_TYPE):
            self.api.breaches.append("chunked without streaming mode")
        too_large = len(outcome.body) > MAX_RESPONSE_BYTES and not streaming
        self._answer(413 if too_large else 202)
        invocation.outcome.put(outcome._replace(kind="too large") if too_large else outcome)

    def _read_chunks(self, chunks: list[tuple[float, bytes]], trailers: dict[str, str]) -> bool:
        while size := int(self.rfile.readline(), 16):
            chunks.append((time.perf_counter(), self.rfile.read(size)))
            self.rfile.readline()
            if len(chunks) == self.api.leave_after_chunks:
                self.close_connection = True
                return False
        while line := self.rfile.readline().decode().strip():
            name, _, value = line.partition(": ")
            trailers[name.lower()] = value
        return True

    def _accept(self) -> None:
        self._answer(202)

    def _breach(self, status: int, what: str) -> None:
        self.api.breaches.append(what)
        self._answer(status)

    def _answer(self, status: int) -> None:
        body = b'{"status":"OK"}\n'
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_as_go_does(self, body: bytes) -> None:
        if len(body) <= BUFFERED_BY_GO:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 4096):
            part = body[start : start + 4096]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's own name)
        """Say nothing."""
