"""The hosted payment page: works without JavaScript, needs no sign-in, and pays, declines or waits by the card."""

import re
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from netlify.standins.stripe import checkout, discounts, markup
from netlify.standins.stripe.api import Desk
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.events import CAUSE
from netlify.standins.stripe.store import Object, Store, member, now

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
}


async def show(request: Request) -> Response:
    """`GET /pay/{id}`: what is bought, what it costs, and how to pay."""
    desk: Desk = request.app.state.desk
    async with desk.keeper.transaction() as store:
        session = await store.find("checkout.session", request.path_params["id"])
        if session is None:
            return _html(markup.notice("There is no such payment page", "The address may have been cut off."), 404)
        return _html(await _page(store, session))


async def submit(request: Request) -> Response:
    """`POST /pay/{id}`: a promotion code is applied, or the payment is attempted."""
    desk: Desk = request.app.state.desk
    form = await request.form()
    CAUSE.set((None, None))
    try:
        async with desk.keeper.transaction() as store:
            session = await checkout.open_session(store, request.path_params["id"])
            answer = await _attempt(store, session, form, desk)
    except StripeError as refusal:
        return _html(markup.notice("This page is closed", str(refusal)), 410)
    desk.worker.wake()
    return answer


async def receipt(request: Request) -> Response:
    """`GET /receipts/{charge}`: what was paid, and what of it was given back."""
    desk: Desk = request.app.state.desk
    async with desk.keeper.transaction() as store:
        charged = await store.find("charge", request.path_params["id"])
    if charged is None:
        return _html(markup.notice("There is no such receipt", "The address may have been cut off."), 404)
    return _html(markup.receipt(charged, desk.settings.product_name))


async def invoice(request: Request) -> Response:
    """`GET /invoices/{id}`: what was bought, by whom, and what was paid."""
    desk: Desk = request.app.state.desk
    async with desk.keeper.transaction() as store:
        made = await store.find("invoice", request.path_params["id"])
    if made is None:
        return _html(markup.notice("There is no such invoice", "The address may have been cut off."), 404)
    return _html(markup.invoice(made))


async def recover(request: Request) -> Response:
    """`GET /recover/{id}`: a page that expired, made anew."""
    desk: Desk = request.app.state.desk
    async with desk.keeper.transaction() as store:
        expired = await store.find("checkout.session", request.path_params["id"])
        recovery = member(member(expired or {}, "after_expiration"), "recovery")
        if expired is None or not recovery.get("url") or recovery["expires_at"] <= now():
            return _html(markup.notice("There is no such payment page", "The address may have been cut off."), 404)
        fresh = await checkout.recover(store, expired)
    return RedirectResponse(fresh["url"], 303)


async def _attempt(store: Store, session: Object, form: FormData, desk: Desk) -> Response:
    if _field(form, "action") == "promotion":
        return await _promote(store, session, _field(form, "promotion_code"))
    if member(session, "consent_collection").get("terms_of_service") == "required" and not _field(form, "terms"):
        return _html(await _page(store, session, "Agree to the terms of service."), 402)
    session, origin = await checkout.identify(store, session, _buyer(form)), desk.settings.origin
    if session["amount_total"] == 0:
        await checkout.pay_nothing(store, session, origin)
    elif _field(form, "method") == "us_bank_account":
        account = re.sub(r"\D", "", _field(form, "account"))
        if not 4 <= len(account) <= 17:
            return _html(await _page(store, session, "Enter your account number.", "us_bank_account"), 402)
        await checkout.pay_from_bank(store, session, account, desk.settings.settle_seconds, origin)
    else:
        number = re.sub(r"\D", "", _field(form, "number"))
        if not _is_card_number(number):
            return _html(await _page(store, session, "Your card number is invalid."), 402)
        declined = await checkout.pay_with_card(store, session, number, origin)
        if declined is not None:
            return _html(await _page(store, session, declined.message), 402)
    return RedirectResponse(_success_url(session), 303)


async def _promote(store: Store, session: Object, code: str) -> Response:
    promotion = await discounts.find_code(store, code) if session["allow_promotion_codes"] else None
    if promotion is None:
        return _html(await _page(store, session, "This code is invalid."), 402)
    coupon = await store.require("coupon", promotion["promotion"]["coupon"])
    try:
        await store.put(await discounts.apply(store, session, coupon, promotion))
    except StripeError as refusal:
        return _html(await _page(store, session, str(refusal)), 402)
    return RedirectResponse(session["url"], 303)


async def _page(store: Store, session: Object, problem: str = "", method: str = "card") -> str:
    if session["status"] == "complete":
        return markup.notice("You have paid already", "Nothing more is due.", _success_url(session), "Continue")
    if session["status"] == "expired" or session["expires_at"] <= now():
        return markup.notice("This payment page has expired", "Nothing was charged.", session["cancel_url"], "Back")
    kept = await store.require("session_line_items", f"{session['id']}/line_items")
    code = ""
    for discount in session["discounts"]:
        promotion = await store.find("promotion_code", discount["promotion_code"] or "")
        code = promotion["code"] if promotion else discount["coupon"]
    return markup.payment(session, kept["list"]["data"], code, problem, method)


def _buyer(form: FormData) -> Object:
    """Return what the page asked of the buyer."""
    address = {"country": _field(form, "country"), "postal_code": _field(form, "postal_code")}
    return {
        "address": {name: value for name, value in address.items() if value},
        "business": _field(form, "business") or None,
        "name": _field(form, "holder") or None,
        "tax_id": _field(form, "tax_id") or None,
    }


def _success_url(session: Object) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", quote(session["id"]))


def _is_card_number(number: str) -> bool:
    """Whether the digits pass Luhn's check."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return 12 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _html(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status_code=status, headers=HEADERS)
