"""A proxy before Stripe that keeps the first answer to each idempotency key, whatever it was, as Stripe documents."""

import contextlib
from collections.abc import Generator

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.support.stripe_stand_in import running

HOP_BY_HOP = {"content-length", "content-encoding", "transfer-encoding", "connection", "host"}
FAILURE = b'{"error": {"type": "api_error", "message": "Something went wrong on Stripe\'s end."}}'


class SavingProxy:
    """Answers `failures` new keys with a 500 and hands everything else on; `replayed` counts the kept answers given."""

    def __init__(self, upstream: httpx.Client):
        self.failures = 0
        self.replayed = 0
        self.url = ""
        self._kept: dict[str, Response] = {}
        self._upstream = upstream

    async def answer(self, request: Request) -> Response:
        """Answer as kept under the request's key, else anew."""
        key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
        if key in self._kept:
            self.replayed += 1
            return self._kept[key]
        made = self._answer_anew(request, await request.body(), may_fail=bool(key))
        if key:
            self._kept[key] = made
        return made

    def _answer_anew(self, request: Request, body: bytes, *, may_fail: bool) -> Response:
        if may_fail and self.failures:
            self.failures -= 1
            return Response(FAILURE, status_code=500, media_type="application/json")
        address = request.url.path + ("?" + request.url.query if request.url.query else "")
        headers = {name: value for name, value in request.headers.items() if name not in HOP_BY_HOP}
        answered = self._upstream.request(request.method, address, content=body, headers=headers)
        kept = {name: value for name, value in answered.headers.items() if name not in HOP_BY_HOP}
        return Response(answered.content, status_code=answered.status_code, headers=kept)


@contextlib.contextmanager
def saving_proxy(upstream: str) -> Generator[SavingProxy]:
    """Run a proxy before `upstream`."""
    with httpx.Client(base_url=upstream, trust_env=False) as client:
        proxy = SavingProxy(client)
        routes = [Route("/{path:path}", proxy.answer, methods=["GET", "POST"])]
        with running(Starlette(routes=routes)) as port:
            proxy.url = f"http://127.0.0.1:{port}"
            yield proxy
