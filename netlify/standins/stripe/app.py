"""The Stripe stand-in: the part of Stripe's API that a course shop uses, its pay page and its webhooks.

`create_app(settings)` is mounted at `/.local/stripe`; its lifespan opens the store and delivers webhooks:

- `/v1/…`: what `routes.py` lists, in the shapes of API version 2026-10-28.endive, for the official SDK
- `/pay/{session}`: the hosted pay page; `/recover/{session}`: its successor after it expired
- `/receipts/{charge}`, `/invoices/{invoice}`: what a buyer keeps
- `/control/…`: test controls, listed in `control.py`
"""

import contextlib
from collections.abc import AsyncGenerator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.stripe import (
    aftermath,
    catalogue_shapes,
    checkout,
    control,
    discounts,
    disputes,
    pay_page,
    pricing,
    shapes,
)
from netlify.standins.stripe.api import Desk, answering
from netlify.standins.stripe.errors import StripeError, not_done
from netlify.standins.stripe.routes import endpoints, is_stripes
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
        app.state.desk = Desk(settings, keeper, worker)
        try:
            await keeper.open()
            async with keeper.transaction() as store:
                await _seed(store, settings)
            worker.start()
            yield
        finally:
            await worker.stop()
            await keeper.close()

    app = Starlette(routes=_routes(), lifespan=lifespan, exception_handlers={404: _unknown, 405: _unknown})
    app.router.redirect_slashes = False  # Stripe answers 404 to an address with a slash at its end
    return app


def _routes() -> list[Route]:
    api = [Route(path, answering(endpoint), methods=[method]) for method, path, endpoint in endpoints()]
    pages = [
        Route("/pay/{id}", pay_page.show, methods=["GET"]),
        Route("/pay/{id}", pay_page.submit, methods=["POST"]),
        Route("/recover/{id}", pay_page.recover, methods=["GET"]),
        Route("/receipts/{id}", pay_page.receipt, methods=["GET"]),
        Route("/invoices/{id}", pay_page.invoice, methods=["GET"]),
    ]
    return [*api, *pages, *control.ROUTES]


async def _unknown(request: Request, failure: Exception) -> Response:
    del failure
    request_id, path = new_id("req_"), request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    refusal = StripeError(f"Unrecognized request URL ({request.method}: {path}).", status=404)
    if is_stripes(request.method, path):
        refusal = not_done(f"{request.method} {path}")
    headers = {"request-id": request_id, "stripe-version": shapes.API_VERSION}
    return JSONResponse(refusal.body(request_id), status_code=refusal.status, headers=headers)


async def _seed(store: Store, settings: StripeSettings) -> None:
    """Make the product, its price as configured now, and the promotion codes."""
    await store.put(catalogue_shapes.product("prod_masterclass", settings.product_name))
    await store.put(
        catalogue_shapes.price(settings.price_id, "prod_masterclass", settings.price_minor, settings.currency)
    )
    seats = catalogue_shapes.price(settings.seats_price_id, "prod_masterclass", 0, settings.currency)
    amounts = [settings.price_minor, *(amount for _, amount in settings.seats_tiers)]
    ends = [*(start - 1 for start, _ in settings.seats_tiers), None]
    await store.put(catalogue_shapes.tiered(seats, "volume"))
    await pricing.keep_tiers(store, seats, [catalogue_shapes.tier(*one) for one in zip(ends, amounts, strict=True)])
    await discounts.seed_codes(store)


async def _when_due(store: Store, action: str, object_id: str, settings: StripeSettings) -> None:
    """Do what a timer asks for."""
    if action in {"debit settles", "debit fails"}:
        await checkout.settle_debit(store, object_id, settings.origin, succeeds=action == "debit settles")
    elif action in {"refund settles", "refund fails"}:
        await (aftermath.settle_refund if action == "refund settles" else aftermath.undo_refund)(store, object_id)
    elif action in {"dispute", "inquiry"}:
        status = "needs_response" if action == "dispute" else disputes.INQUIRY
        await disputes.open_dispute(store, object_id, {"status": status})
    elif action == "expire":
        session = await store.require("checkout.session", object_id, lock=True)
        if session["status"] == "open":
            await checkout.expire(store, session)
