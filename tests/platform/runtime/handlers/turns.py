"""Handlers that speak to the Runtime API themselves, out of their turn."""

import http.client
import json
import os
from typing import Any

API = "/2018-06-01/runtime/invocation/"
said: list[list[Any]] = []


def post(path: str, body: str = "{}", method: str = "POST") -> list[Any]:
    """Send a request of a runtime's to the API; return the status and the error type of the answer."""
    address = os.environ["AWS_LAMBDA_RUNTIME_API"]  # noqa: TID251 (the runtime's own variable, not a setting)
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request(method, API + path, body)
        response = connection.getresponse()
        return [response.status, json.loads(response.read()).get("errorType")]
    finally:
        connection.close()


def out_of_turn(request_id: str) -> list[list[Any]]:
    """Answer for a stranger, read where answers are sent, and ask for what is not there."""
    return [
        post("somebody-else/response"),
        post("somebody-else/error"),
        post(f"{request_id}/response", method="GET"),
        post(f"{request_id}/elsewhere"),
    ]


def twice(request_id: str, answer: str) -> None:
    """Post the answer, then another one, and remember what was said to each."""
    said[:] = [
        post(f"{request_id}/response", answer),
        post(f"{request_id}/response", '{"statusCode":500}'),
        post(f"{request_id}/error"),
    ]


def oversized(request_id: str) -> None:
    """Post an answer of more than 6 MB and remember what was said to it."""
    said[:] = [post(f"{request_id}/response", json.dumps({"statusCode": 200, "body": "z" * (6 * 1024 * 1024 + 200)}))]
