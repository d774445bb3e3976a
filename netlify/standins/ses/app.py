"""A stand-in for Amazon's Simple Email Service (API v2): it takes a mail and hands it to whoever keeps mails here.

`create_app(deliver)` is mounted at `/.local/ses`; boto3's client `sesv2` is pointed at it by `endpoint_url`.
"""

import json
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

LARGEST_BODY = 1024 * 1024
Deliver = Callable[[str, str, str, str], Awaitable[None]]  # to, subject, text, html


def create_app(deliver: Deliver) -> Starlette:
    """Return the stand-in as an ASGI app; `deliver` gets each mail once for each recipient."""

    async def send(request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 "):
            return _refusal(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
        body = await request.body()
        try:
            sent: dict[str, Any] = json.loads(body[:LARGEST_BODY])
            mail, recipients = sent["Content"]["Simple"], sent["Destination"]["ToAddresses"]
            subject, parts = str(mail["Subject"]["Data"]), mail["Body"]
            text, html = (str(parts.get(kind, {}).get("Data", "")) for kind in ("Text", "Html"))
            addresses = [str(address) for address in recipients]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return _refusal(400, "BadRequestException", "Only simple mails with a subject, a body and recipients.")
        if not addresses or not sent.get("FromEmailAddress"):
            return _refusal(400, "BadRequestException", "A mail wants somebody to come from and to go to.")
        for address in addresses:
            await deliver(address, subject, text, html)
        return JSONResponse({"MessageId": uuid.uuid4().hex})

    return Starlette(routes=[Route("/v2/email/outbound-emails", send, methods=["POST"])])


def _refusal(status: int, code: str, message: str) -> Response:
    return JSONResponse({"message": message}, status, {"x-amzn-errortype": code})
