"""What happened, told as Stripe's Event objects and queued for the webhook in the same transaction."""

from contextvars import ContextVar

from netlify.standins.stripe import shapes
from netlify.standins.stripe.store import Object, Store

# The API request that causes events, for their `request` member: (request id, idempotency key).
CAUSE: ContextVar[tuple[str | None, str | None]] = ContextVar("cause", default=(None, None))


async def tell(store: Store, kind: str, item: Object, previous: Object | None = None) -> Object:
    """Record an event of type `kind` about `item` as it is now, and queue its delivery."""
    request_id, key = CAUSE.get()
    event = await store.put(shapes.event(kind, item, previous, request_id, key))
    await queue(store, event["id"])
    return event


async def queue(store: Store, event_id: str, seconds: float = 0.0) -> None:
    """Queue one more delivery of the event."""
    await store.connection.execute(
        "insert into local_stripe.deliveries (event_id, due_at)"
        " values (%s, clock_timestamp() + make_interval(secs => %s))",
        (event_id, seconds),
    )
