"""A stand-in for OpenAI's Responses API, streaming too: it quotes the passages in its input and says what it is.

`create_app()` is mounted at `/.local/openai`; the API lies below `/v1`, as for the official SDK with
`base_url=<origin>/.local/openai/v1`. No model is asked: what comes back is found in the request.
"""

import asyncio
import json
import re
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from netlify.standins.openai.quotation import quotation

MODEL = "local-quotation"
LARGEST_BODY = 2 * 1024 * 1024
WORD_SECONDS = 0.015


def create_app() -> Starlette:
    """Return the stand-in as an ASGI app."""
    return Starlette(
        routes=[
            Route("/v1/responses", answer, methods=["POST"]),
            Route("/v1/models", models, methods=["GET"]),
        ]
    )


async def models(_: Request) -> Response:
    """List the one model there is."""
    return JSONResponse(
        {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "local"}]}
    )


async def answer(request: Request) -> Response:
    """Answer POST /v1/responses, streamed when it asks for that."""
    body = await request.body()
    try:
        asked: dict[str, Any] = json.loads(body[:LARGEST_BODY])
        model, text = asked["model"], _text_of(asked["input"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return _refusal("The body must be JSON with model and input.")
    said = quotation(text)
    response = _response(str(model), said)
    if asked.get("stream") is True:
        headers = {"cache-control": "no-store", "x-request-id": response["id"]}
        return StreamingResponse(_stream(response, said), media_type="text/event-stream", headers=headers)
    return JSONResponse(response, headers={"x-request-id": response["id"]})


def _text_of(given: object) -> str:
    """Return all text of `input`: a string, or messages whose content is a string or a list of parts."""
    if isinstance(given, str):
        return given
    texts: list[str] = []
    for message in cast("list[dict[str, Any]]", given):
        content: Any = message.get("content", "")
        parts: list[Any] = [{"text": content}] if isinstance(content, str) else content
        texts += [str(part.get("text", "")) for part in parts]
    return "\n".join(texts)


def _response(model: str, said: str) -> dict[str, Any]:
    part: dict[str, Any] = {"type": "output_text", "text": said, "annotations": [], "logprobs": []}
    item: dict[str, Any] = {
        "id": f"msg_{uuid.uuid4().hex}",
        "type": "message",
        "status": "completed",
        "role": "assistant",
        "content": [part],
    }
    count = len(said.split())
    return {
        "id": f"resp_{uuid.uuid4().hex}",
        "object": "response",
        "created_at": int(time.time()),
        "status": "completed",
        "model": model,
        "output": [item],
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "store": False,
        "usage": {
            "input_tokens": count,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": count,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 2 * count,
        },
    }


async def _stream(response: dict[str, Any], said: str) -> AsyncIterator[str]:
    for number, event in enumerate(_events(response, said)):
        if event["type"] == "response.output_text.delta":
            await asyncio.sleep(WORD_SECONDS)
        yield f"event: {event['type']}\ndata: {json.dumps({**event, 'sequence_number': number})}\n\n"


def _events(response: dict[str, Any], said: str) -> Iterator[dict[str, Any]]:
    """Yield the events of a stream in the order that the real one has."""
    item: dict[str, Any] = response["output"][0]
    part: dict[str, Any] = item["content"][0]
    begun: dict[str, Any] = {**response, "status": "in_progress", "output": [], "usage": None}
    place = {"item_id": item["id"], "output_index": 0, "content_index": 0}
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    yield {
        "type": "response.output_item.added",
        "output_index": 0,
        "item": {**item, "status": "in_progress", "content": []},
    }
    yield {"type": "response.content_part.added", **place, "part": {**part, "text": ""}}
    for word in re.findall(r"\S+\s*", said):
        yield {"type": "response.output_text.delta", **place, "delta": word, "logprobs": []}
    yield {"type": "response.output_text.done", **place, "text": said, "logprobs": []}
    yield {"type": "response.content_part.done", **place, "part": part}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    yield {"type": "response.completed", "response": response}


def _refusal(message: str) -> Response:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    return JSONResponse({"error": error}, status_code=400)
