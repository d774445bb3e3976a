"""Every object that the stand-in makes is, member for member, what Stripe's SDK declares."""

from collections.abc import Generator
from typing import Any, cast

import psycopg
import pytest
import stripe

from netlify.standins.stripe.kinds import KINDS
from tests.standins.stripe.buying import charge_of, make_session, pay
from tests.support.databases import Database
from tests.support.stripe_stand_in import StandIn, stand_in
from tests.support.stripe_types import object_faults

PATHS = {
    "checkout.session": (
        "payment_intent.latest_charge.balance_transaction",
        "line_items.data.price.product",
        "invoice",
    ),
    "charge": ("payment_intent", "balance_transaction", "refunds", "customer"),
    "payment_intent": ("latest_charge.payment_intent", "payment_method"),
    "refund": ("charge.balance_transaction", "payment_intent", "balance_transaction", "failure_balance_transaction"),
    "dispute": ("charge.refunds", "payment_intent"),
    "balance_transaction": ("source",),
    "promotion_code": ("promotion.coupon",),
    "price": ("product", "tiers"),
    "invoice": ("customer",),
    "coupon": (),
    "customer": (),
    "event": (),
    "payment_method": (),
    "product": (),
}


@pytest.fixture(scope="module")
def busy(database: Database) -> Generator[StandIn]:
    """A stand-in to which everything has happened that can."""
    with stand_in(database, "") as running:
        _sell_in_every_way(running)
        _quarrel(running)
        yield running


def test_every_object_is_what_the_sdk_declares(busy: StandIn, database: Database) -> None:
    """No member is missing, undeclared or of another kind, in any object kept or told in an event."""
    kept = _bodies(database, [*KINDS])
    told = [event["data"]["object"] for event in kept if event["object"] == "event"]
    wrong = {fault for item in [*kept, *told] for fault in object_faults(item)}
    assert not wrong, "\n".join(sorted(wrong))
    assert {item["object"] for item in kept} == set(KINDS) - {"item", "line_item"}


@pytest.mark.parametrize("kind", sorted(PATHS))
def test_what_can_be_expanded_is(busy: StandIn, database: Database, kind: str) -> None:
    """Each path that Stripe expands gives whole objects, which are again what the SDK declares."""
    for item in _bodies(database, [kind]):
        url = f"/v1/{_plural(kind)}/{item['id']}"
        answer = busy.http().get(url, params={f"expand[{index}]": path for index, path in enumerate(PATHS[kind])})
        assert answer.status_code == 200, answer.text
        assert object_faults(answer.json()) == []


@pytest.mark.parametrize("path", ["currency", "nothing", "metadata", "payment_intent.amount", "a.b.c.d.e"])
def test_what_cannot_be_expanded_is_refused(busy: StandIn, path: str) -> None:
    """A member that is no id, and a path that names nothing, are Stripe's 400."""
    session = busy.client.v1.checkout.sessions.list({"limit": 1}).data[0]
    answer = busy.http().get(f"/v1/checkout/sessions/{session.id}", params={"expand[]": path})
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")


def test_lists_expand_below_data(busy: StandIn) -> None:
    """A list's objects are expanded through `data`."""
    charges = busy.client.v1.charges.list({"expand": ["data.balance_transaction"]}).data
    booked = [charge.balance_transaction for charge in charges if charge.paid]
    assert booked
    assert all(isinstance(one, stripe.BalanceTransaction) for one in booked)


def _bodies(database: Database, kinds: list[str]) -> list[dict[str, Any]]:
    query = "select body from local_stripe.objects where kind = any (%s)"
    with psycopg.connect(database.url("supabase_admin")) as connection:
        return [row[0] for row in connection.execute(query, (kinds,)).fetchall()]


def _plural(kind: str) -> str:
    return "checkout/sessions" if kind == "checkout.session" else f"{kind}s"


def _sell_in_every_way(running: StandIn) -> None:
    invoice: Any = {
        "invoice_creation": {"enabled": True, "invoice_data": {"custom_fields": [{"name": "To", "value": "Accounts"}]}},
        "automatic_tax": {"enabled": True},
        "tax_id_collection": {"enabled": True},
        "consent_collection": {"terms_of_service": "required"},
        "allow_promotion_codes": True,
        "custom_text": {"submit": {"message": "Thank you."}},
    }
    for wanted in (
        {},
        {"code": "COLLEAGUE20", "tax_id": "12-3456789", "business": "A practice"},
        {"code": "SCHOLAR100"},
    ):
        running.control(f"sessions/{make_session(running, **invoice).id}/pay", **cast("dict[str, Any]", wanted))
    for account in ("000123456789", "000111111116"):
        session = make_session(running)
        running.control(f"sessions/{session.id}/pay", account=account)
        running.control(f"sessions/{session.id}/settle", succeeds=account == "000123456789")
    declined = make_session(running, adaptive_pricing={"enabled": True})
    running.control(f"sessions/{declined.id}/pay", card="4000000000000002")
    running.control(f"sessions/{declined.id}/currency", currency="eur")
    running.control(f"sessions/{declined.id}/pay")
    abandoned = make_session(running, after_expiration={"recovery": {"enabled": True}})
    running.client.v1.checkout.sessions.expire(abandoned.id)
    tiers: Any = [{"up_to": 2, "unit_amount": 49900}, {"up_to": "inf", "unit_amount": 40000, "flat_amount": 100}]
    priced: Any = {"currency": "usd", "product": "prod_masterclass", "tiers_mode": "volume", "tiers": tiers}
    running.client.v1.prices.create(priced)
    running.client.v1.coupons.create({"amount_off": 100, "currency": "usd"})


def _quarrel(running: StandIn) -> None:
    refunds = running.client.v1.refunds
    refunded = pay(running)
    failed = refunds.create({"payment_intent": refunded, "amount": 100, "reason": "duplicate"})
    running.control(f"refunds/{failed.id}", status="failed")
    refunds.create({"payment_intent": refunded})
    refunds.cancel(refunds.create({"payment_intent": pay(running, "4000000000007726")}).id)
    for opened, then in (
        ({}, "won"),
        ({}, "lost"),
        ({"status": "warning_needs_response"}, "needs_response"),
        ({"status": "prevented"}, ""),
        ({"status": "prevented", "case_type": "block"}, ""),
    ):
        made = running.control(
            f"charges/{charge_of(running, pay(running)).id}/dispute", **cast("dict[str, Any]", opened)
        )
        if then:
            running.control(f"disputes/{made['id']}", status=then)
