"""A before-user-created hook that answers as the recorded one did, label by label of gotrue/settings.jsonl."""

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

FASTER = 4  # pauses, deadlines and sleeps are a quarter of the recorded ones


class Reply(NamedTuple):
    """One answer of the hook; `status` 0 hangs up without a word."""

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0


def document(value: object, **more: Any) -> Reply:
    """Return an answer of JSON."""
    return Reply(body=json.dumps(value).encode(), **more)


def refusal(**error: object) -> Reply:
    """Return what our own hook answers to say no, with whatever is in it."""
    return document({"error": error})


OK = Reply()
RETRY = (("Retry-After", "1"),)
REPLIES: dict[str, list[Reply]] = {
    "ok {}": [OK],
    "204": [Reply(204, b"")],
    "202 {}": [Reply(202)],
    "201 {}": [Reply(201)],
    "200 empty body": [Reply(body=b"")],
    "200 null": [Reply(body=b"null")],
    "200 array": [Reply(body=b"[]")],
    "200 string": [Reply(body=b'"x"')],
    "200 half": [Reply(body=b'{"a":')],
    "200 no content type": [Reply(content_type="")],
    "200 text/plain": [Reply(content_type="text/plain")],
    "200 json charset": [Reply(content_type="application/json; charset=utf-8")],
    "200 problem+json": [Reply(content_type="application/problem+json")],
    "refuse 400": [refusal(http_code=400, message="Please use a personal address.")],
    "refuse 403": [refusal(http_code=403, message="No.")],
    "refuse 422": [refusal(http_code=422, message="No.")],
    "refuse no code": [refusal(message="No.")],
    "refuse code 0": [refusal(http_code=0, message="No.")],
    "refuse code 99": [refusal(http_code=99, message="No.")],
    "refuse code 1000": [refusal(http_code=1000, message="No.")],
    "refuse code string": [refusal(http_code="403", message="No.")],
    "refuse no message": [refusal(http_code=403)],
    "refuse empty message": [refusal(http_code=403, message="")],
    "refuse message number": [refusal(http_code=403, message=5)],
    "error string": [document({"error": "no"})],
    "error null": [document({"error": None})],
    "refuse long": [refusal(http_code=400, message="x" * 1000)],
    "refuse unicode": [refusal(http_code=400, message="Grüße 🙂 <b>x</b>")],
    "refuse 429": [refusal(http_code=429, message="Later.")],
    "refuse 500": [refusal(http_code=500, message="Later.")],
    "decision reject": [document({"decision": "reject", "message": "No."})],
    **{str(status): [Reply(status)] for status in (400, 401, 403, 404, 405, 413, 500, 502)},
    "503 no retry-after": [Reply(503)],
    "429 no retry-after": [Reply(429)],
    "503 retry-after 1": [Reply(503, headers=RETRY)],
    "503 retry-after then ok": [Reply(503, headers=RETRY), OK],
    "429 retry-after true then ok": [Reply(429, headers=(("Retry-After", "true"),)), OK],
    "500 then ok": [Reply(500), OK],
    "redirect 302": [Reply(302, headers=(("Location", "/elsewhere"),))],
    "redirect 307": [Reply(307, headers=(("Location", "/elsewhere"),))],
    "sleep 3": [Reply(seconds=3 / FASTER)],
    "sleep 6": [Reply(seconds=6 / FASTER)],
    "drop always": [Reply(0)],
    "drop once": [Reply(0), OK],
    "201 KiB": [document({"x": "y" * 201 * 1024})],
    "199 KiB": [document({"x": "y" * 199 * 1024})],
}


class RecordedHook(ThreadingHTTPServer):
    """The server: what it was sent, and what it answers one after the other, the last one for good."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[Reply] = [OK]
        self.calls: list[tuple[dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/hook"

    def expect(self, replies: list[Reply]) -> None:
        """Forget what came, and answer with these."""
        self.calls.clear()
        self.replies = list(replies)


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        hook = self.server
        assert isinstance(hook, RecordedHook)
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path != "/hook":
            return self._answer(Reply(404))
        reply = hook.replies.pop(0) if len(hook.replies) > 1 else hook.replies[0]
        hook.calls.append((dict(self.headers), body))
        time.sleep(reply.seconds)
        return self._answer(reply)

    def do_GET(self) -> None:
        self._answer(Reply(404))

    def _answer(self, reply: Reply) -> None:
        self.close_connection = True
        if not reply.status:
            return
        try:
            self.send_response(reply.status)
            for name, value in (
                *reply.headers,
                *([("Content-Type", reply.content_type)] if reply.content_type else []),
            ):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)
        except BrokenPipeError:
            pass  # whoever asked did not wait

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


@contextmanager
def recorded_hook() -> Generator[RecordedHook]:
    """Run the hook while the block runs."""
    with RecordedHook() as hook:
        thread = threading.Thread(target=hook.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield hook
        finally:
            hook.shutdown()
            thread.join(5)
