"""POST stripe-webhook: what Stripe tells of payments, refunds and disputes."""

from shared.payments.record_event import record_event
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def receive_event(request: Request) -> Response:
    """Answer that the signed event was recorded; 400 for anything that Stripe did not sign."""
    record_event(request.body, request.headers.get("stripe-signature", ""))
    return json_response({"received": True})


handler = function([POST("/", receive_event, who="signed", max_body_bytes=512 * 1024)])
