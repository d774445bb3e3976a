"""Requests as Lambda events: API Gateway's payload format 2.0, the same that production hands to a function."""

import base64
import json
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

TEXT_TYPES = ("text/", "application/json", "application/x-www-form-urlencoded", "application/problem+json")
# Headers that Netlify's edge sets: whoever sends them himself is not believed.
EDGE_HEADERS = (
    "x-nf-request-id",
    "x-nf-client-connection-ip",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-port",
)


class Call(NamedTuple):
    """An HTTP request, whole, on its way into a function; `path` and `query` are still percent-encoded."""

    request_id: str
    method: str
    path: str
    query: str
    headers: Iterable[tuple[str, str]]
    body: bytes
    client: str
    port: int


def http_event(call: Call) -> dict[str, Any]:
    """Return `call` as an event of payload format 2.0 (docs.aws.amazon.com, http-api-develop-integrations-lambda)."""
    headers, cookies = _headers(call)
    body, encoded = _body(call.body, headers.get("content-type", ""))
    now = time.time()
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": call.path,
        "rawQueryString": call.query,
        **({"cookies": cookies} if cookies else {}),
        "headers": headers,
        **({"queryStringParameters": parameters} if (parameters := _parameters(call.query)) else {}),
        "requestContext": {
            "accountId": "local",
            "apiId": "local",
            "domainName": headers.get("host", "localhost"),
            "domainPrefix": "local",
            "http": {
                "method": call.method,
                "path": unquote(call.path),
                "protocol": "HTTP/1.1",
                "sourceIp": call.client,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": call.request_id,
            "routeKey": "$default",
            "stage": "$default",
            "time": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now * 1000),
        },
        **({"body": body} if body is not None else {}),
        "isBase64Encoded": encoded,
    }


def scheduled_event(name: str, request_id: str, next_run: datetime | None, port: int) -> dict[str, Any]:
    """Return the event of a scheduled run: Netlify posts the time of the next one to the function."""
    body = json.dumps({"next_run": next_run.isoformat() if next_run else None}).encode()
    headers = [("content-type", "application/json"), ("host", f"localhost:{port}"), ("user-agent", "Netlify Clockwork")]
    return http_event(Call(request_id, "POST", f"/.netlify/functions/{name}", "", headers, body, "127.0.0.1", port))


def _headers(call: Call) -> tuple[dict[str, str], list[str]]:
    """Repeated headers become one, joined by commas; cookies go their own way."""
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in call.headers:
        if name == "cookie":
            cookies += [part.strip() for part in value.split(";") if part.strip()]
        elif name not in EDGE_HEADERS:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    edge = (call.request_id, call.client, call.client, "http", str(call.port))
    return headers | dict(zip(EDGE_HEADERS, edge, strict=True)), cookies


def _parameters(query: str) -> Mapping[str, str]:
    """Values of a repeated name are joined by commas."""
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    return parameters


def _body(body: bytes, content_type: str) -> tuple[str | None, bool]:
    if not body:
        return None, False
    if content_type.lower().startswith(TEXT_TYPES):
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode(), True
