"""Test controls: what Stripe's dashboard, a cardholder or bad weather would do. JSON bodies, JSON answers.

POST below `/.local/stripe/control/`:

- `webhooks` `{"hold": bool, "copies": n, "shuffle": bool}`: hold events back, deliver copies, in any order
- `faults` `{"status": 500, "times": 1}`: the next API calls fail with this status before they begin; with
  `"begun": true` the failure is kept under the call's idempotency key, with `"done": true` the work was done as well
- `events/{id}/deliver`: one more delivery of an event; `events/{id}/repeat`: a second Event object for its change
- `sessions/{id}/pay` `{"card": "4242…"}` or `{"account": "000123456789"}` or `{}` when nothing is due; who buys:
  `"name"`, `"business"`, `"tax_id"`, `"address": {"country", "postal_code", …}`, `"code"` (a promotion code); the
  account `000000000009` waits until `settle`
- `sessions/{id}/settle` `{"succeeds": bool}`: the bank answers for a debit now
- `sessions/{id}/cross-sell` `{"price": "price_…", "quantity": 1}` or `{"amount": 2500}`: a second item is bought along
- `sessions/{id}/currency` `{"currency": "eur", "rate": 0.9}`: the session is charged in another currency
- `charges/{id}/dispute` `{"status": "needs_response", "case_type": …, "amount": …, "reason": …}`: a dispute opens, or
  an inquiry (`warning_needs_response`), or one that was `prevented` by `resolution` (money moved) or `block` (none did)
- `disputes/{id}` `{"status": "won"}`: a dispute moves on
- `refunds/{id}` `{"status": "failed"}`: a refund fails, is canceled or succeeds

A price is archived over the API (`POST /v1/prices/{id}` `active=false`), a paid session refuses to expire by itself.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.stripe import aftermath, catalogue_shapes, checkout, discounts, disputes, shapes
from netlify.standins.stripe.api import Desk, Fault
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
    done = bool(wanted.get("done", False))
    fault = Fault(int(wanted.get("status", 500)), done or bool(wanted.get("begun", False)), done)
    desk.faults[:] = [fault] * int(wanted.get("times", 1))
    return {"faults": [one.status for one in desk.faults]}


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
    session, origin = await checkout.open_session(store, session_id), desk.settings.origin
    if "code" in wanted:
        promotion = await discounts.find_code(store, str(wanted["code"]))
        if promotion is None:
            raise StripeError("This code is invalid.", parameter="code")
        coupon = await store.require("coupon", promotion["promotion"]["coupon"])
        session = await discounts.apply(store, session, coupon, promotion)
    session = await checkout.identify(store, session, wanted)
    if session["amount_total"] == 0:
        await checkout.pay_nothing(store, session, origin)
    elif "account" in wanted:
        await checkout.pay_from_bank(store, session, str(wanted["account"]), desk.settings.settle_seconds, origin)
    else:
        await checkout.pay_with_card(store, session, str(wanted.get("card", "4242424242424242")), origin)
    return await store.require("checkout.session", session_id)


async def cross_sell(store: Store, session_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Let the buyer take along what Stripe offers beside the order."""
    del desk
    session = await checkout.open_session(store, session_id)
    if "price" in wanted:
        priced = await store.require("price", str(wanted["price"]), parameter="price")
    else:
        amount = int(wanted.get("amount", 2500))
        beside = await store.put(catalogue_shapes.product(new_id("prod_"), "What is sold beside it"))
        priced = await store.put(catalogue_shapes.price(new_id("price_"), beside["id"], amount, session["currency"]))
    return await checkout.cross_sell(store, session, priced, int(wanted.get("quantity", 1)))


async def change_currency(store: Store, session_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Let the session be charged in another currency than was ordered."""
    del desk
    session = await checkout.open_session(store, session_id)
    return await checkout.change_currency(
        store, session, str(wanted.get("currency", "eur")), float(wanted.get("rate", 0.9))
    )


async def settle(store: Store, session_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Let the bank answer now."""
    await checkout.settle_debit(store, session_id, desk.settings.origin, succeeds=bool(wanted.get("succeeds", True)))
    return await store.require("checkout.session", session_id)


async def dispute(store: Store, charge_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Open a dispute or an inquiry."""
    del desk
    return await disputes.open_dispute(store, charge_id, wanted)


async def move_dispute(store: Store, dispute_id: str, wanted: Wanted, desk: Desk) -> Object:
    """Move a dispute on."""
    del desk
    return await disputes.move_dispute(store, dispute_id, str(wanted.get("status", "won")))


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
    _route("/control/sessions/{id}/settle", settle),
    _route("/control/sessions/{id}/cross-sell", cross_sell),
    _route("/control/sessions/{id}/currency", change_currency),
    _route("/control/charges/{id}/dispute", dispute),
    _route("/control/disputes/{id}", move_dispute),
    _route("/control/refunds/{id}", move_refund),
]
