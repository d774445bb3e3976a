"""The one webhook endpoint there is, as Stripe lists it: where the settings say that events go."""

from netlify.standins.stripe import shapes
from netlify.standins.stripe.api import Call
from netlify.standins.stripe.store import Object


async def list_endpoints(call: Call) -> Object:
    """`GET /v1/webhook_endpoints`: the endpoint, or none where nobody is told."""
    settings = call.desk.settings
    told: list[Object] = [
        {
            "id": "we_local",
            "object": "webhook_endpoint",
            "api_version": shapes.API_VERSION,
            "application": None,
            "created": 0,
            "description": None,
            "enabled_events": list(settings.webhook_events),
            "livemode": False,
            "metadata": {},
            "status": "enabled",
            "url": settings.webhook_url,
        }
    ]
    return shapes.listing("/v1/webhook_endpoints", told if settings.webhook_url else [], has_more=False)
