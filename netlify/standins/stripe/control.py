"""Test controls: what Stripe's dashboard, a cardholder or bad weather would do. JSON bodies, JSON answers.

POST below `/.local/stripe/control/`:

- `webhooks` `{"hold": bool, "copies": n, "shuffle": bool}`: hold events back, deliver copies, in any order
- `faults` `{"status": 500, "times": 1}`: the next API calls fail with this status
- `events/{id}/deliver`: one more delivery of an event; `events/{id}/repeat`: a second Event object for its change
- `sessions/{id}/pay` `{"card": "4242…"}` or `{"account": "000123456789"}` or `{}` when nothing is due
- `sessions/{id}/cross-sell` `{"amount": 2500}`: the buyer adds what the dashboard offers beside what is sold
- `sessions/{id}/settle` `{"succeeds": bool}`: the bank answers for a debit now
- `charges/{id}/dispute` `{"status": "needs_response"}`: a dispute (or `warning_needs_response`, an inquiry) opens
- `disputes/{id}` `{"status": "won"}`: a dispute moves on
- `refunds/{id}` `{"status": "failed"}`: a refund fails, is canceled or succeeds
"""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.stripe import aftermath, checkout, discounts, shapes
from netlify.standins.stripe.api import Desk
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.events import CAUSE, queue
from netlify.standins.stripe.store import Object, Store, new_id
from netlify.standins.stripe.worker import Trouble

Wanted = dict[str, Any]
Control = Callable[[Store, str, Wanted, Desk], Awaitable[Object]]


async def set_trouble(store: Store, _id: str, wanted: Wanted, desk: Desk) -> Object:
    """Set how webhooks are delivered from now on."""
    del store
    desk.worker.trouble = Trouble(**wanted)
    return vars(desk.worker.trouble)


async def set_faults(store: Store, _id: str, wanted: Wanted, desk: Desk) -> Object:
    """Let the next API calls fail."""
    del store
    desk.faults[:] = [int(wanted.get("status", 500))] * int(wanted.get("times", 1))
    return {"faults": desk.faults}


async def deliver_again(store: Store, event_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Deliver the event once more."""
    del wanted, desk
    event = await store.require("event", event_id)
    await queue(store, event_id)
    return event


async def tell_twice(store: Store, event_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Tell the same change in a second Event object."""
    del wanted, desk
    event = await store.require("event", event_id)
    second = shapes.event(event["type"], event["data"]["object"], None, None, None)
    await queue(store, (await store.put(second))["id"])
    return second


async def pay(store: Store, session_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Pay as the pay page would."""
    session = await checkout.open_session(store, session_id)
    if session["amount_total"] == 0:
        await checkout.pay_nothing(store, session)
    elif "account" in wanted:
        await checkout.pay_from_bank(store, session, str(wanted["account"]), desk.settings.settle_seconds)
    else:
        await checkout.pay_with_card(store, session, str(wanted.get("card", "4242424242424242")), desk.settings.origin)
    return await store.require("checkout.session", session_id)


async def cross_sell(store: Store, session_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Put a second line on an open session, as a cross-sell does that was switched on in the dashboard."""
    del desk
    session, amount = await checkout.open_session(store, session_id), int(wanted.get("amount", 2500))
    kept = await store.require("session_line_items", f"{session_id}/line_items")
    other = shapes.price(new_id("price_"), "prod_beside", amount, session["currency"])
    line = shapes.line_item(session_id, other, 1) | {"id": new_id("li_")}
    kept["list"]["data"].append(line)
    session["amount_subtotal"] += amount
    await store.put(kept)
    return await store.put(discounts.priced(session, session["total_details"]["amount_discount"]))


async def settle(store: Store, session_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Let the bank answer now."""
    await checkout.settle_debit(store, session_id, desk.settings.origin, succeeds=bool(wanted.get("succeeds", True)))
    return await store.require("checkout.session", session_id)


async def dispute(store: Store, charge_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Open a dispute or an inquiry."""
    del desk
    return await aftermath.open_dispute(store, charge_id, str(wanted.get("status", "needs_response")))


async def move_dispute(store: Store, dispute_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Move a dispute on."""
    del desk
    return await aftermath.move_dispute(store, dispute_id, str(wanted.get("status", "won")))


async def move_refund(store: Store, refund_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Let a refund fail, be canceled or succeed."""
    del desk
    if wanted.get("status") == "succeeded":
        return await aftermath.settle_refund(store, refund_id)
    return await aftermath.undo_refund(store, refund_id, str(wanted.get("status", "failed")))


def _route(path: str, control: Control) -> Route:
    async def endpoint(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        body = await request.body()
        CAUSE.set((None, None))
        try:
            wanted: Wanted = await request.json() if body else {}
            async with desk.keeper.transaction() as store:
                answer = await control(store, request.path_params.get("id", ""), wanted, desk)
        except StripeError as refusal:
            return JSONResponse(refusal.body("req_control"), status_code=400)
        except (ValueError, TypeError) as problem:
            return JSONResponse({"error": {"message": str(problem)}}, status_code=400)
        desk.worker.wake()
        return JSONResponse(answer)

    return Route(path, endpoint, methods=["POST"])


ROUTES = [
    _route("/control/webhooks", set_trouble),
    _route("/control/faults", set_faults),
    _route("/control/events/{id}/deliver", deliver_again),
    _route("/control/events/{id}/repeat", tell_twice),
    _route("/control/sessions/{id}/pay", pay),
    _route("/control/sessions/{id}/cross-sell", cross_sell),
    _route("/control/sessions/{id}/settle", settle),
    _route("/control/charges/{id}/dispute", dispute),
    _route("/control/disputes/{id}", move_dispute),
    _route("/control/refunds/{id}", move_refund),
]
