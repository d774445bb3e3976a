"""The Stripe stand-in: the part of Stripe's API that a course shop uses, its pay page and its webhooks.

`create_app(settings)` is mounted at `/.local/stripe`; its lifespan opens the store and delivers webhooks:

- `/v1/…`: checkout sessions, payment intents, charges, refunds, disputes, prices, products, coupons, promotion
  codes and events, in the shapes of API version 2026-10-28.endive, for the official SDK
- `/pay/{session}`: the hosted pay page; `/receipts/{charge}`: the receipt
- `/control/…`: test controls, listed in `control.py`
"""

import contextlib
from collections.abc import AsyncGenerator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.stripe import aftermath, checkout, control, discounts, operations, pay_page, sessions, shapes
from netlify.standins.stripe.api import Desk, Operation, answering
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.resources import listing, retrieving
from netlify.standins.stripe.settings import StripeSettings
from netlify.standins.stripe.store import Keeper, Store, new_id
from netlify.standins.stripe.worker import Worker


def create_app(settings: StripeSettings) -> Starlette:
    """Return the stand-in as an ASGI app; its lifespan must run (a mounted app's does not by itself)."""
    keeper = Keeper(settings.database_url)

    async def when_due(store: Store, action: str, object_id: str) -> None:
        await _when_due(store, action, object_id, settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        worker = Worker(settings, keeper, when_due)
        app.state.desk = Desk(settings, keeper, worker, [])
        try:
            await keeper.open()
            async with keeper.transaction() as store:
                await _seed(store, settings)
            worker.start()
            yield
        finally:
            await worker.stop()
            await keeper.close()

    return Starlette(routes=_routes(), lifespan=lifespan, exception_handlers={404: _unknown, 405: _unknown})


def _routes() -> list[Route]:
    resources = [
        *_resource("/v1/checkout/sessions", "checkout.session", sessions.create, ("payment_intent", "status")),
        _post("/v1/checkout/sessions/{id}/expire", sessions.expire),
        _get("/v1/checkout/sessions/{id}/line_items", sessions.list_line_items),
        *_resource("/v1/refunds", "refund", operations.create_refund, ("charge", "payment_intent")),
        _post("/v1/refunds/{id}/cancel", operations.cancel_refund),
        *_resource("/v1/disputes", "dispute", None, ("charge", "payment_intent")),
        _post("/v1/disputes/{id}", operations.update_dispute),
        _post("/v1/disputes/{id}/close", operations.close_dispute),
        *_resource("/v1/payment_intents", "payment_intent", None, ("customer",)),
        *_resource("/v1/charges", "charge", None, ("payment_intent", "customer")),
        *_resource("/v1/prices", "price", operations.create_price, ("product",)),
        *_resource("/v1/products", "product", None),
        *_resource("/v1/coupons", "coupon", operations.create_coupon),
        *_resource("/v1/promotion_codes", "promotion_code", operations.create_promotion_code, ("code",)),
        *_resource("/v1/events", "event", None, ("type", "types", "delivery_success")),
    ]
    pages = [
        Route("/pay/{id}", pay_page.show, methods=["GET"]),
        Route("/pay/{id}", pay_page.submit, methods=["POST"]),
        Route("/receipts/{id}", pay_page.receipt, methods=["GET"]),
    ]
    return [*resources, *pages, *control.ROUTES]


def _resource(url: str, kind: str, create: Operation | None, filters: tuple[str, ...] = ()) -> list[Route]:
    created = [_post(url, create)] if create else []
    return [*created, _get(url, listing(kind, url, filters)), _get(url + "/{id}", retrieving(kind))]


def _get(url: str, operation: Operation) -> Route:
    return Route(url, answering(operation), methods=["GET"])


def _post(url: str, operation: Operation) -> Route:
    return Route(url, answering(operation), methods=["POST"])


async def _unknown(request: Request, failure: Exception) -> Response:
    del failure
    request_id = new_id("req_")
    refusal = StripeError(f"Unrecognized request URL ({request.method}: {request.url.path}).", status=404)
    return JSONResponse(refusal.body(request_id), status_code=404, headers={"request-id": request_id})


async def _seed(store: Store, settings: StripeSettings) -> None:
    """Make the product, its price as configured now, and the promotion codes."""
    await store.put(shapes.product("prod_masterclass", settings.product_name))
    await store.put(shapes.price(settings.price_id, "prod_masterclass", settings.price_minor, settings.currency))
    tiered = shapes.price(settings.seats_price_id, "prod_masterclass", 0, settings.currency)
    await store.put(shapes.by_volume(tiered, settings.price_minor, settings.seats_tiers))
    await discounts.seed_codes(store)


async def _when_due(store: Store, action: str, object_id: str, settings: StripeSettings) -> None:
    """Do what a timer asks for."""
    if action in {"debit settles", "debit fails"}:
        await checkout.settle_debit(store, object_id, settings.origin, succeeds=action == "debit settles")
    elif action in {"refund settles", "refund fails"}:
        await (aftermath.settle_refund if action == "refund settles" else aftermath.undo_refund)(store, object_id)
    elif action in {"dispute", "inquiry"}:
        await aftermath.open_dispute(store, object_id, "needs_response" if action == "dispute" else aftermath.INQUIRY)
    elif action == "expire":
        session = await store.require("checkout.session", object_id, lock=True)
        if session["status"] == "open":
            await checkout.expire(store, session)
