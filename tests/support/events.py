"""API Gateway 2.0 events as Netlify's bridge makes them, and answers taken apart again."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit


class Answer(NamedTuple):
    """What a handler answered; a streamed body is read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def event(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> dict[str, Any]:
    """Return the event for `method` on `/.netlify/functions` + `url`; the body is base64 unless it is UTF-8."""
    parts = urlsplit("/.netlify/functions" + url)
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": parts.path,
        "rawQueryString": parts.query,
        "headers": {"host": "localhost", "x-forwarded-proto": "http", "x-forwarded-port": "80", **(headers or {})},
        "requestContext": {
            "http": {"method": method, "path": unquote(parts.path), "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"},
            "requestId": "test-request",
        },
        "isBase64Encoded": False,
    }
    if body is not None:
        try:
            made["body"] = body.decode()
        except UnicodeDecodeError:
            made |= {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}
    return made


def call(
    handler: Any,
    method: str,
    url: str,
    *,
    token: str = "",
    json_body: object = None,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Invoke `handler` as the platform would and return its answer."""
    sent = dict(headers or {})
    if token:
        sent["authorization"] = f"Bearer {token}"
    if json_body is not None:
        body = json.dumps(json_body).encode()
        sent.setdefault("content-type", "application/json")
    return answer(handler(event(method, url, headers=sent, body=body), None))


def answer(result: Mapping[str, Any]) -> Answer:
    """Take a Lambda result apart."""
    payload: str | Iterator[bytes] = result.get("body", "")
    if not isinstance(payload, str):
        content = b"".join(payload)
    else:
        content = base64.b64decode(payload) if result.get("isBase64Encoded") else payload.encode()
    return Answer(result["statusCode"], result.get("headers", {}), content)
