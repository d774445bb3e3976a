"""The stand-in can be told to do to a shop what Stripe, its dashboard and its banks may do."""

from typing import Any

import pytest
import stripe

from tests.standins.stripe.buying import Inbox, charge_of, make_session, pay
from tests.support.stripe_stand_in import StandIn


def make_price(to: StandIn, **more: Any) -> stripe.Price:
    """Make another price of the course."""
    parameters: Any = {"currency": "usd", "product": "prod_masterclass", **more}
    return to.client.v1.prices.create(parameters)


def read(to: StandIn, session: stripe.checkout.Session) -> stripe.checkout.Session:
    """Return the session as it is now, with what can be asked for."""
    return to.client.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items", "invoice"]})


def test_a_cross_sold_item_is_bought_along(stripe_now: StandIn) -> None:
    """A second line item raises subtotal, total and what is charged."""
    other = make_price(stripe_now, unit_amount=1900)
    session = make_session(stripe_now)
    stripe_now.control(f"sessions/{session.id}/cross-sell", price=other.id)
    stripe_now.control(f"sessions/{session.id}/pay")
    bought = read(stripe_now, session)
    assert (bought.amount_subtotal, bought.amount_total, bought.payment_status) == (51800, 51800, "paid")
    assert bought.line_items is not None
    assert [item.amount_total for item in bought.line_items.data] == [49900, 1900]
    assert len({item.id for item in bought.line_items.data}) == 2


def test_a_session_can_be_charged_in_another_currency(stripe_now: StandIn) -> None:
    """Currency, amounts and intent change together; the conversion is told where adaptive pricing was on."""
    session = make_session(stripe_now, adaptive_pricing={"enabled": True})
    stripe_now.control(f"sessions/{session.id}/currency", currency="eur", rate=0.9)
    stripe_now.control(f"sessions/{session.id}/pay")
    bought = read(stripe_now, session)
    assert (bought.currency, bought.amount_subtotal) == ("eur", 44910)
    assert bought.currency_conversion is not None
    assert bought.currency_conversion.amount_subtotal == 49900
    charge = charge_of(stripe_now, str(bought.payment_intent))
    assert (charge.amount, charge.currency) == (44910, "eur")


@pytest.mark.parametrize(
    ("wanted", "moved", "told"),
    [
        ({"status": "needs_response"}, [-49900], {"created", "funds_withdrawn"}),
        ({"status": "warning_needs_response"}, [], {"created"}),
        ({"status": "prevented"}, [-49900], {"created", "funds_withdrawn", "closed"}),
        ({"status": "prevented", "case_type": "block"}, [], {"created", "closed"}),
    ],
)
def test_a_dispute_moves_the_money_that_its_case_moves(
    stripe_now: StandIn, inbox: Inbox, wanted: dict[str, Any], moved: list[int], told: set[str]
) -> None:
    """A chargeback and a rapid resolution take the amount from the balance, an inquiry and a block do not."""
    charge = charge_of(stripe_now, pay(stripe_now))
    made = stripe_now.control(f"charges/{charge.id}/dispute", **wanted)
    read = stripe_now.client.v1.disputes.retrieve(made["id"])
    assert [transaction.amount for transaction in read.balance_transactions] == moved
    assert read.status == wanted["status"]
    assert stripe_now.client.v1.charges.retrieve(charge.id).disputed is bool(moved)
    inbox.wait_for(lambda types: {f"charge.dispute.{word}" for word in told} <= set(types))


def test_a_won_dispute_brings_the_money_back(stripe_now: StandIn, inbox: Inbox) -> None:
    """Winning books the amount again and says so."""
    charge = charge_of(stripe_now, pay(stripe_now))
    made = stripe_now.control(f"charges/{charge.id}/dispute")
    won = stripe_now.control(f"disputes/{made['id']}", status="won")
    assert [transaction["amount"] for transaction in won["balance_transactions"]] == [-49900, 49900]
    inbox.wait_for(lambda types: "charge.dispute.funds_reinstated" in types)


def test_a_failure_that_began_is_kept_under_its_key(stripe_now: StandIn) -> None:
    """A 500 comes back for its key; another key goes through; what never began is not kept."""
    client = stripe_now.http()
    form = {"mode": "payment", "success_url": "http://localhost/", "line_items[0][price]": "price_masterclass"}
    form["line_items[0][quantity]"] = "1"

    def attempt(key: str) -> tuple[int, str | None]:
        answer = client.post("/v1/checkout/sessions", headers={"idempotency-key": key}, data=form)
        return answer.status_code, answer.headers.get("idempotent-replayed")

    stripe_now.control("faults", status=500, begun=True)
    assert [attempt("first"), attempt("first"), attempt("second")] == [(500, None), (500, "true"), (200, None)]
    stripe_now.control("faults", status=500)
    assert [attempt("third"), attempt("third")] == [(500, None), (200, None)]
    before = len(stripe_now.client.v1.checkout.sessions.list().data)
    stripe_now.control("faults", status=500, done=True)
    assert attempt("fourth") == (500, None)
    assert len(stripe_now.client.v1.checkout.sessions.list().data) == before + 1


def test_a_refusal_is_kept_under_its_key_and_parameters_have_no_order(stripe_now: StandIn) -> None:
    """A price that was archived and is active again stays refused under the old key, in whatever order it is asked."""
    price = make_price(stripe_now, unit_amount=500)
    stripe_now.client.v1.prices.update(price.id, {"active": False})
    form = {"mode": "payment", "success_url": "http://localhost/", "line_items[0][price]": price.id}
    form["line_items[0][quantity]"] = "1"
    client, headers = stripe_now.http(), {"idempotency-key": "archived"}
    refused = client.post("/v1/checkout/sessions", headers=headers, data=form)
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "line_items[0][price]")
    stripe_now.client.v1.prices.update(price.id, {"active": True})
    turned = dict(reversed(form.items()))
    again = client.post("/v1/checkout/sessions", headers=headers, data=turned)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (400, "true")
    assert client.post("/v1/checkout/sessions", data=turned).status_code == 200


def test_parameters_that_fail_validation_leave_the_key_free(stripe_now: StandIn) -> None:
    """Nothing is kept of a request that never began to execute."""
    client, headers = stripe_now.http(), {"idempotency-key": "free"}
    assert client.post("/v1/refunds", headers=headers, data={"colour": "red"}).status_code == 400
    made = client.post("/v1/products", headers=headers, data={"name": "A book"})
    assert (made.status_code, made.headers.get("idempotent-replayed")) == (200, None)


def test_a_paid_session_refuses_to_expire(stripe_now: StandIn) -> None:
    """Only an open session can be expired, and the refusal says what it is."""
    session = make_session(stripe_now)
    stripe_now.control(f"sessions/{session.id}/pay")
    with pytest.raises(stripe.InvalidRequestError, match="has a status of complete"):
        stripe_now.client.v1.checkout.sessions.expire(session.id)


@pytest.mark.parametrize(("mode", "amount"), [("volume", 5 * 40000), ("graduated", 2 * 49900 + 3 * 40000)])
def test_seats_cost_what_their_tier_says(stripe_now: StandIn, mode: str, amount: int) -> None:
    """Five seats cost the tier's price each, or each seat its own tier's."""
    tiers: Any = [{"up_to": 2, "unit_amount": 49900}, {"up_to": "inf", "unit_amount": 40000}]
    price = make_price(stripe_now, billing_scheme="tiered", tiers_mode=mode, tiers=tiers, expand=["tiers"])
    assert price.tiers is not None
    assert [tier.up_to for tier in price.tiers] == [2, None]
    session = make_session(stripe_now, line_items=[{"price": price.id, "quantity": 5}])
    assert (session.amount_subtotal, session.amount_total) == (amount, amount)


def test_an_invoice_is_made_for_who_asks(stripe_now: StandIn, inbox: Inbox) -> None:
    """The paid invoice names practice, tax id and custom fields, and has an address where it can be seen."""
    asked = {"enabled": True, "invoice_data": {"custom_fields": [{"name": "Attention", "value": "Accounts"}]}}
    session = make_session(stripe_now, invoice_creation=asked, tax_id_collection={"enabled": True})
    stripe_now.control(f"sessions/{session.id}/pay", business="River Practice", tax_id="12-3456789")
    invoice = read(stripe_now, session).invoice
    assert isinstance(invoice, stripe.Invoice)
    assert (invoice.status, invoice.total, invoice.customer_name) == ("paid", 49900, "River Practice")
    assert invoice.hosted_invoice_url is not None
    page = stripe_now.http().get(invoice.hosted_invoice_url).text
    assert all(word in page for word in ("River Practice", "12-3456789", "Accounts", "$499.00"))
    inbox.wait_for(lambda types: {"customer.created", "invoice.paid"} <= set(types))


def test_a_promotion_code_ends(stripe_now: StandIn) -> None:
    """Uses are counted, and a code that was used as often as it may be is no longer taken."""
    coupon = stripe_now.client.v1.coupons.create({"amount_off": 9900, "currency": "usd"})
    code = stripe_now.client.v1.promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "once", "max_redemptions": 1}
    )
    first, second = (make_session(stripe_now, allow_promotion_codes=True) for _ in range(2))
    paid = stripe_now.control(f"sessions/{first.id}/pay", code="ONCE")
    assert (paid["amount_total"], paid["total_details"]["amount_discount"]) == (40000, 9900)
    assert stripe_now.client.v1.promotion_codes.retrieve(code.id).times_redeemed == 1
    assert stripe_now.http().post(f"/control/sessions/{second.id}/pay", json={"code": "ONCE"}).status_code == 400


def test_tax_is_counted_once_there_is_an_address(stripe_now: StandIn) -> None:
    """A session that asks for tax has none until its buyer is somewhere."""
    session = make_session(stripe_now, automatic_tax={"enabled": True})
    assert (session.amount_total, session.automatic_tax.status) == (49900, "requires_location_inputs")
    paid = stripe_now.control(f"sessions/{session.id}/pay", address={"country": "US", "postal_code": "10001"})
    assert (paid["amount_subtotal"], paid["amount_total"]) == (49900, 52395)


def test_an_abandoned_page_can_be_taken_up_again(stripe_now: StandIn) -> None:
    """An expired session with recovery leads to a new one that says where it came from."""
    session = make_session(stripe_now, after_expiration={"recovery": {"enabled": True}})
    expired = stripe_now.client.v1.checkout.sessions.expire(session.id)
    assert expired.after_expiration is not None
    assert expired.after_expiration.recovery is not None
    assert expired.after_expiration.recovery.url is not None
    moved = stripe_now.http().get(expired.after_expiration.recovery.url)
    assert moved.status_code == 303
    fresh = stripe_now.client.v1.checkout.sessions.list({"limit": 1}).data[0]
    assert (fresh.recovered_from, fresh.status, fresh.amount_total) == (session.id, "open", 49900)
    assert moved.headers["location"] == fresh.url


def test_a_debit_is_pending_until_the_bank_answers(stripe_now: StandIn, inbox: Inbox) -> None:
    """The charge is there, pending, while the bank thinks, and its balance transaction is told afterwards."""
    session = make_session(stripe_now)
    stripe_now.control(f"sessions/{session.id}/pay", account="000123456789")
    inbox.wait_for(lambda types: {"charge.pending", "charge.succeeded", "charge.updated"} <= set(types))
    pending = next(event for event in inbox.events if event.type == "charge.pending")
    assert pending.data.object["status"] == "pending"
    charge = stripe_now.client.v1.charges.retrieve(pending.data.object["id"], {"expand": ["balance_transaction"]})
    assert isinstance(charge.balance_transaction, stripe.BalanceTransaction)
    assert (charge.balance_transaction.amount, charge.balance_transaction.source) == (49900, charge.id)
