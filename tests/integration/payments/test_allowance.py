"""What buyers hand in: the invoice with their practice, the page for an education allowance, the code they typed."""

import json
import uuid
from typing import Any

import functions.checkout
import functions.payments
from tests.integration.payments.shop import MakeMember, Shop
from tests.integration.payments.telling import PAID, told
from tests.support.events import Answer, call
from tests.support.members import Member


def allowance(member: Member, payment_id: str) -> Answer:
    """Ask for the page."""
    return call(functions.payments.handler, "GET", f"/payments/{payment_id}/allowance", token=member.token)


def test_a_page_for_the_education_allowance(shop: Shop, member: MakeMember) -> None:
    """Whoever paid gets one page of PDF; another's payment, none and no id are the same 404."""
    ann, bob = member(), member()
    shop.buy(ann)
    shop.deliver(shop.webhooks(PAID))
    payment = shop.payments(ann)[0]["id"]
    page = allowance(ann, payment)
    assert (page.status, page.headers["content-type"]) == (200, "application/pdf")
    assert page.body.startswith(b"%PDF-")
    assert page.body.count(b"/Type /Page\n") == 1
    assert [allowance(bob, which).status for which in (payment, str(uuid.uuid4()), "x")] == [404, 404, 404]


def test_the_code_that_was_typed_is_told(shop: Shop, member: MakeMember, run: Any) -> None:
    """Subtotal, discount and code are on the payment; `payments codes` counts each."""
    ann = member()
    made = shop.checkout(ann).json
    shop.stripe.http().post(made["url"], data={"action": "promotion", "promotion_code": "COLLEAGUE20"})
    session = shop.buy(ann)
    shop.deliver(shop.webhooks(PAID))
    assert shop.payments(ann)[0]["promotion_code"] is None
    shop.landing(ann, session["id"])
    [payment] = shop.payments(ann)
    figures = {name: payment[name] for name in ("subtotal_minor", "discount_minor", "tax_minor", "amount_minor")}
    assert figures == {"subtotal_minor": 49900, "discount_minor": 9980, "tax_minor": 0, "amount_minor": 39920}
    assert payment["promotion_code"] == "COLLEAGUE20"
    code, said = run("payments", "codes")
    [line] = [line for line in said.splitlines() if line.startswith("COLLEAGUE20")]
    assert (code, line.split()[1:3]) == (0, ["1", "9980"])


def test_an_invoice_names_the_practice(shop: Shop, member: MakeMember) -> None:
    """The paid invoice's address is on the payment, whichever event is first; Stripe asks for the tax id."""
    for invoice_first in (True, False):
        ann = member()
        names = {"practice": "Riverside Family Practice", "attention": "Accounts"}
        names |= {"tax_id": "12-3456789"} if invoice_first else {}
        made = call(functions.checkout.handler, "POST", "/checkout", token=ann.token, json_body={"invoice": names})
        assert made.status == 201
        collected = shop.sessions_of(ann)[0].tax_id_collection
        assert collected is not None
        assert collected.enabled is not invoice_first
        shop.stripe.control(f"sessions/{made.json['checkout_session_id']}/pay")
        bodies = [body for body in shop.webhooks(PAID) if json.loads(body)["type"] == PAID]
        order = json.loads(bodies[0])["data"]["object"]["metadata"]["order_id"]
        item = {
            "id": f"in_{order}",
            "object": "invoice",
            "metadata": {"order_id": order},
            "status": "paid",
            "hosted_invoice_url": f"https://invoice.stripe.com/i/{order}",
        }
        event = {
            "id": f"evt_{order}",
            "object": "event",
            "type": "invoice.paid",
            "created": 1,
            "data": {"object": item},
        }
        if invoice_first:
            told(shop, event)
        shop.deliver(bodies)
        told(shop, event)
        assert shop.payments(ann)[0]["invoice_url"] == item["hosted_invoice_url"]


def test_an_abandoned_page_can_be_taken_up_again(shop: Shop, member: MakeMember) -> None:
    """Stripe's recovery link is kept with the order, for the owner's reminder."""
    ann = member()
    session_id = shop.checkout(ann).json["checkout_session_id"]
    shop.stripe.client.v1.checkout.sessions.expire(session_id)
    [body] = shop.webhooks("checkout.session.expired")
    event = json.loads(body)
    event["data"]["object"]["after_expiration"] = {"recovery": {"enabled": True, "url": "https://buy.stripe.com/r/1"}}
    told(shop, event)
    assert (
        shop.one("select recovery_url from masterclass.orders where user_id = %s", ann.id)
        == "https://buy.stripe.com/r/1"
    )
