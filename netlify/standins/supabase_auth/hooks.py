"""The before-user-created hook, called as Supabase Auth calls it: its own code, not its documentation.

One deadline covers up to three attempts. Each attempt has a webhook id of its own; what stays the same, and
tells a repetition, is metadata.uuid in the body.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from email.message import Message
from typing import cast
from uuid import uuid4

import httpx

from netlify.standins.supabase_auth.bodies import parse_json
from netlify.standins.supabase_auth.problems import AuthProblem, unexpected_failure
from netlify.standins.supabase_auth.records import Json, now, timestamp
from netlify.standins.supabase_auth.settings import AuthSettings

ATTEMPTS = 3
MAX_ANSWER_BYTES = 200 * 1024
BUSY = "Service currently unavailable due to hook"


async def call_before_user_created(settings: AuthSettings, user: Json, ip: str) -> None:
    """Ask the hook whether `user` may be created; raises what the person who signs up is told when not."""
    if not settings.signup_hook_url:
        return
    metadata = {"uuid": str(uuid4()), "time": timestamp(now()), "name": "before-user-created", "ip_address": ip}
    payload = json.dumps({"metadata": metadata, "user": user}, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        async with asyncio.timeout(settings.hook_deadline_seconds), httpx.AsyncClient(follow_redirects=True) as client:
            await _attempt(settings, client, payload)
    except TimeoutError:
        seconds = f"{settings.hook_deadline_seconds:f}"
        message = f"Failed to reach hook within maximum time of {seconds} seconds"
        raise AuthProblem(422, "hook_timeout", message) from None


def signatures(secrets: str, webhook_id: str, stamp: int, payload: bytes) -> str:
    """Return the Standard Webhooks signatures of every secret in `secrets`, joined as Supabase joins them."""
    signed = f"{webhook_id}.{stamp}.".encode() + payload
    keys = [base64.b64decode(secret.strip().removeprefix("v1,whsec_")) for secret in secrets.split("|") if secret]
    return ", ".join("v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode() for key in keys)


async def _attempt(settings: AuthSettings, client: httpx.AsyncClient, payload: bytes) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            answer = await _post(settings, client, payload)
        except httpx.HTTPError:
            if attempt == ATTEMPTS:
                message = "Failed to reach hook after maximum retries"
                raise AuthProblem(422, "hook_timeout_after_retry", message) from None
            await asyncio.sleep(settings.hook_pause_seconds)
            continue
        if answer.status_code not in (429, 503):
            return _judge(answer)
        if not answer.headers.get("retry-after"):
            raise unexpected_failure(BUSY)
    raise unexpected_failure(BUSY)


async def _post(settings: AuthSettings, client: httpx.AsyncClient, payload: bytes) -> httpx.Response:
    webhook_id, stamp = str(uuid4()), int(time.time())
    headers = {
        "content-type": "application/json",
        "accept-encoding": "identity",
        "webhook-id": webhook_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": signatures(settings.signup_hook_secrets, webhook_id, stamp, payload),
    }
    return await client.post(settings.signup_hook_url, content=payload, headers=headers, timeout=None)


def _judge(answer: httpx.Response) -> None:
    """Return when the answer lets the person in."""
    if answer.status_code == 204:
        return
    if answer.status_code not in (200, 202):
        told = {400: "Invalid payload sent to hook", 401: "Hook requires authorization token"}
        fallback = f"Unexpected status code returned from hook: {answer.status_code}"
        raise unexpected_failure(told.get(answer.status_code, fallback))
    _require_json_type(answer.headers.get("content-type", ""))
    if len(answer.content) > MAX_ANSWER_BYTES:
        message = f"Payload size exceeded size limit of {MAX_ANSWER_BYTES} bytes"
        raise AuthProblem(422, "hook_payload_over_size_limit", message)
    try:
        document = parse_json(answer.content)
    except AuthProblem:
        document = []
    if not isinstance(document, dict | None):
        raise unexpected_failure("Error unmarshaling JSON output.")
    _require_no_error(cast("Json", document or {}).get("error"))


def _require_json_type(content_type: str) -> None:
    if not content_type:
        message = "Invalid Content-Type: Missing Content-Type header"
    else:
        header = Message()
        header["content-type"] = content_type
        if header.get_content_type() == "application/json":
            return
        message = f"Invalid JSON response. Received content-type: {content_type}"
    raise AuthProblem(400, "hook_payload_invalid_content_type", message)


def _require_no_error(error: object) -> None:
    """An error counts when it has a message; one whose fields are of the wrong types lets the person in."""
    if not isinstance(error, dict):
        return
    fields = cast("Json", error)
    message, http_code = fields.get("message") or "", fields.get("http_code") or 0
    if not isinstance(message, str) or not isinstance(http_code, int) or not message:
        return
    if http_code and not 200 <= http_code <= 999:
        raise AuthProblem(500, "", "Internal Server Error")
    raise AuthProblem(http_code or 500, "", message)
