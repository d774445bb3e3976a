"""Buying: one order, one session, one payment, and access exactly as long as it should be."""

import json
import random
from typing import Any

import pytest

import functions.account
import functions.checkout
from shared.database import PAYMENTS, one_trip
from shared.payments import gateway, queries
from shared.payments.records import MadeSession, Order
from tests.integration.payments.shop import PRICE_MINOR, WANTED, MakeMember, Shop
from tests.support.events import call

PAID = "checkout.session.completed"


def test_a_card_pays_and_opens_access(shop: Shop, member: MakeMember) -> None:
    """Checkout answers 201 with the pay page; once the webhook came the member has access, history and receipt."""
    ann = member()
    answer = shop.checkout(ann)
    assert answer.status == 201
    assert set(answer.json) == {"checkout_session_id", "url"}
    assert shop.landing(ann, answer.json["checkout_session_id"]).json == {"state": "open", "role": "free"}
    shop.buy(ann)
    assert not shop.has_access(ann)
    shop.deliver(shop.webhooks(PAID))
    assert (shop.has_access(ann), shop.role(ann)) == (True, "paid")
    assert shop.landing(ann, answer.json["checkout_session_id"]).json == {"state": "paid", "role": "paid"}
    [payment] = shop.payments(ann)
    assert (payment["amount"], payment["amount_minor"], payment["currency"]) == ("499.00", PRICE_MINOR, "usd")
    assert (payment["state"], payment["refunded_minor"]) == ("paid", 0)
    assert payment["receipt_url"].startswith(shop.stripe.api)
    assert payment["payment_date"]
    assert shop.checkout(ann).status == 409


def test_the_way_back_fulfils_when_the_webhook_is_late(shop: Shop, member: MakeMember) -> None:
    """GET checkout/{session} asks Stripe and fulfils; the webhook that comes later changes nothing."""
    ann = member()
    session = shop.buy(ann)
    assert shop.landing(ann, session["id"]).json == {"state": "paid", "role": "paid"}
    assert shop.payments(ann)[0]["receipt_url"]
    shop.deliver(shop.webhooks(PAID))
    assert len(shop.payments(ann)) == 1


def test_the_address_alone_proves_nothing(shop: Shop, member: MakeMember) -> None:
    """Another's session and none are the same 404; an unpaid session opens nothing."""
    ann, bob = member(), member()
    session_id = shop.checkout(ann).json["checkout_session_id"]
    other, none = shop.landing(bob, session_id), shop.landing(bob, "cs_test_none")
    assert (other.status, none.status) == (404, 404)
    assert {k: v for k, v in other.json.items() if k != "request_id"} == {
        k: v for k, v in none.json.items() if k != "request_id"
    }
    shop.landing(ann, session_id)
    assert not shop.has_access(ann)


def test_checkout_wants_a_live_session_and_an_empty_body(shop: Shop, member: MakeMember) -> None:
    """A signed-out token is 401; a body that names a price is 422; no token is 401."""
    ann = member()
    handler = functions.checkout.handler
    assert call(handler, "POST", "/checkout").status == 401
    assert call(handler, "POST", "/checkout", token=ann.token, json_body={"amount": 1}).status == 422
    assert call(handler, "POST", "/checkout", token=ann.token, json_body={}).status == 201
    shop.database.execute(f"delete from auth.sessions where id = '{ann.session_id}'")
    assert call(handler, "POST", "/checkout", token=ann.token).status == 401


def test_who_is_erased_while_stripe_answers_leaves_no_pay_page(
    shop: Shop, member: MakeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page has their address on it: it is closed instead of kept, and nobody is sent there to pay for nothing."""
    ann, made = member(), list[MadeSession]()
    create = gateway.create_session

    def erased_meanwhile(order: Order, user_id: str, email: str) -> MadeSession:
        made.append(create(order, user_id, email))
        assert call(functions.account.handler, "DELETE", "/account", token=ann.token).status == 204
        return made[0]

    monkeypatch.setattr(gateway, "create_session", erased_meanwhile)
    assert shop.checkout(ann).status == 401
    assert shop.one("select count(*) from masterclass.orders where checkout_session_id = %s", made[0].id) == 0
    assert gateway.retrieve_session(made[0].id)["status"] == "expired"


def test_who_erases_their_account_cannot_pay_any_more(shop: Shop, member: MakeMember) -> None:
    """A pay page that was open is closed with the account."""
    ann = member()
    session_id = shop.checkout(ann).json["checkout_session_id"]
    assert call(functions.account.handler, "DELETE", "/account", token=ann.token).status == 204
    assert gateway.retrieve_session(session_id)["status"] == "expired"


@pytest.mark.parametrize("order", [("charge.succeeded", PAID), (PAID, "charge.succeeded")], ids=" then ".join)
def test_who_paid_and_was_erased_leaves_no_receipt(shop: Shop, member: MakeMember, order: tuple[str, str]) -> None:
    """Whichever of the two facts comes first, nobody's payment and nobody's charge keep a link to a receipt."""
    ann = member()
    session = shop.buy(ann)
    told = {json.loads(body)["type"]: body for body in shop.webhooks(*order)}
    shop.one("delete from auth.users where id = %s returning 1", ann.id)
    shop.deliver([told[name] for name in order])
    kept = "select array[p.receipt_url, c.receipt_url] from masterclass.payments as p"
    kept += " join masterclass.charges as c using (stripe_payment_id) where p.checkout_session_id = %s"
    assert shop.one(kept, session["id"]) == [None, None]


def test_erasing_does_not_hang_on_stripe(shop: Shop, member: MakeMember, capsys: pytest.CaptureFixture[str]) -> None:
    """Where Stripe fails the account is erased all the same, after one try, and the log names the page that is left."""
    ann = member()
    session_id = shop.checkout(ann).json["checkout_session_id"]
    shop.stripe.control("faults", status=500, times=1)
    assert call(functions.account.handler, "DELETE", "/account", token=ann.token).status == 204
    assert shop.one("select count(*) from masterclass.users where id = %s", ann.id) == 0
    assert f'"alert":"pay-page-left-open","object":"{session_id}"' in capsys.readouterr().out
    assert gateway.retrieve_session(session_id)["status"] == "open"


def test_of_two_sessions_of_one_order_either_pays(shop: Shop, member: MakeMember) -> None:
    """A session that was made at the same time is not kept, but whoever pays there has bought all the same."""
    ann = member()
    kept, url = shop.checkout(ann).json.values()
    order_id = str(shop.one("select id::text from masterclass.orders where user_id = %s", ann.id))
    order = Order(order_id, 2, "open", "", "", WANTED)
    other = gateway.create_session(order, ann.id, f"other-{ann.email}")
    assert queries.update_order_session(one_trip(PAYMENTS), order.id, other) == (kept, url)
    shop.stripe.control(f"sessions/{other.id}/pay")
    shop.deliver(shop.webhooks(PAID))
    assert (shop.has_access(ann), len(shop.payments(ann))) == (True, 1)
    shop.stripe.client.v1.checkout.sessions.expire(kept)
    shop.deliver(shop.webhooks("checkout.session.expired"))
    assert shop.landing(ann, other.id).json == {"state": "paid", "role": "paid"}


def test_pressing_again_gives_the_same_session(shop: Shop, member: MakeMember) -> None:
    """One order under way: every checkout of the member answers the same session."""
    ann = member()
    assert len({shop.checkout(ann).json["checkout_session_id"] for _ in range(4)}) == 1
    assert shop.one("select count(*) from masterclass.orders where user_id = %s", ann.id) == 1


def test_a_declined_card_leaves_the_session_open(shop: Shop, member: MakeMember) -> None:
    """A decline changes nothing, and the same session can still be paid."""
    ann = member()
    session = shop.buy(ann, card="4000000000000002")
    shop.deliver(shop.webhooks("charge.failed"))
    assert shop.landing(ann, session["id"]).json == {"state": "open", "role": "free"}
    shop.buy(ann)
    assert shop.landing(ann, session["id"]).json["state"] == "paid"


def test_a_bank_debit_opens_access_when_it_settles(shop: Shop, member: MakeMember) -> None:
    """A delayed method is processing until the money came; meanwhile a second purchase is refused."""
    ann = member()
    shop.stripe.control("webhooks", hold=False)
    session = shop.buy(ann, account="000123456789")
    events = shop.webhooks(PAID, "checkout.session.async_payment_succeeded")
    shop.deliver([body for body in events if b"async_payment" not in body])
    assert shop.role(ann) == "free"
    assert [payment["state"] for payment in shop.payments(ann)] == ["processing"]
    assert shop.because(ann) == ["A payment is being processed by your bank; access opens when it has arrived."]
    assert shop.checkout(ann).json["type"] == "/problems/payment-in-progress"
    shop.deliver(events)
    assert [sentence.partition(" on ")[0] for sentence in shop.because(ann)] == ["You paid"]
    assert shop.landing(ann, session["id"]).json == {"state": "paid", "role": "paid"}


def test_a_bank_debit_that_fails_can_be_tried_again(shop: Shop, member: MakeMember) -> None:
    """A returned debit is failed for the webhook and for the way back alike, and frees the way for another."""
    ann, bob = member(), member()
    session = shop.buy(ann, account="000111111116")
    events = shop.webhooks("checkout.session.async_payment_failed")
    shop.deliver(events[::-1])
    assert shop.landing(ann, session["id"]).json == {"state": "failed", "role": "free"}
    assert shop.because(ann) == ["Your bank did not send the payment; no money was taken, and you can try again."]
    assert shop.checkout(ann).json["checkout_session_id"] != session["id"]
    session = shop.buy(bob, account="000111111116")
    shop.webhooks("checkout.session.async_payment_failed")
    assert shop.landing(bob, session["id"]).json["state"] == "failed"


def test_a_whole_discount_opens_access_without_a_payment_intent(shop: Shop, member: MakeMember) -> None:
    """A 100 % code gives no_payment_required: access and a payment of nothing, keyed on the session."""
    ann = member()
    answer = shop.checkout(ann)
    page = answer.json["url"]
    shop.stripe.http().post(page, data={"action": "promotion", "promotion_code": "SCHOLAR100"})
    shop.stripe.http().post(page, data={"action": "pay"})
    shop.deliver(shop.webhooks(PAID))
    assert shop.landing(ann, answer.json["checkout_session_id"]).json == {"state": "paid", "role": "paid"}
    [payment] = shop.payments(ann)
    assert (payment["amount_minor"], payment["amount"], payment["state"]) == (0, "0.00", "paid")


def test_a_part_discount_is_refunded_against_what_was_paid(shop: Shop, member: MakeMember) -> None:
    """20 % off: the total is what counts for refunds; giving all of it back closes access."""
    ann = member()
    answer = shop.checkout(ann)
    shop.stripe.http().post(answer.json["url"], data={"action": "promotion", "promotion_code": "COLLEAGUE20"})
    session = shop.buy(ann)
    shop.deliver(shop.webhooks(PAID))
    assert shop.payments(ann)[0]["amount_minor"] == 39920
    shop.stripe.client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    shop.deliver(shop.webhooks("refund.created", "charge.refunded"))
    assert (shop.has_access(ann), shop.role(ann)) == (False, "free")


def test_refunds_close_and_reopen_access(shop: Shop, member: MakeMember) -> None:
    """A part refund keeps access, the rest closes it, and a refund that fails later opens it again."""
    ann = member()
    session = shop.buy(ann)
    shop.deliver(shop.webhooks(PAID))
    refunds = shop.stripe.client.v1.refunds
    refunds.create({"payment_intent": session["payment_intent"], "amount": 10000})
    shop.deliver(shop.webhooks("refund.created", "charge.refunded"))
    assert (shop.has_access(ann), shop.payments(ann)[0]["state"]) == (True, "partly_refunded")
    rest = refunds.create({"payment_intent": session["payment_intent"]})
    shop.deliver(shop.webhooks("refund.created", "charge.refunded")[::-1])
    assert (shop.has_access(ann), shop.role(ann), shop.payments(ann)[0]["state"]) == (False, "free", "refunded")
    shop.stripe.control(f"refunds/{rest.id}", status="failed")
    shop.deliver(shop.webhooks("refund.failed"))
    assert (shop.has_access(ann), shop.role(ann), shop.payments(ann)[0]["refunded_minor"]) == (True, "paid", 10000)


def test_disputes_suspend_and_restore(shop: Shop, member: MakeMember) -> None:
    """An inquiry changes nothing, a dispute suspends, won restores, and a second one, lost, closes for good."""
    ann = member()
    charge = shop.charge(shop.buy(ann))
    shop.deliver(shop.webhooks(PAID))
    states: list[tuple[bool, str]] = []

    def look() -> None:
        states.append((shop.has_access(ann), shop.payments(ann)[0]["state"]))

    dispute = shop.stripe.control(f"charges/{charge}/dispute", status="warning_needs_response")
    shop.deliver(shop.webhooks("charge.dispute.created"))
    look()
    shop.stripe.control(f"disputes/{dispute['id']}", status="needs_response")
    shop.deliver(shop.webhooks("charge.dispute.updated"))
    look()
    shop.stripe.control(f"disputes/{dispute['id']}", status="won")
    shop.deliver(shop.webhooks("charge.dispute.closed"))
    look()
    second = shop.stripe.control(f"charges/{charge}/dispute")
    shop.stripe.control(f"disputes/{second['id']}", status="lost")
    shop.deliver(shop.webhooks("charge.dispute.closed")[::-1])
    look()
    assert states == [(True, "paid"), (False, "disputed"), (True, "paid"), (False, "lost")]


@pytest.mark.parametrize("seed", range(6))
def test_order_of_arrival_does_not_matter(shop: Shop, member: MakeMember, seed: int) -> None:
    """Everything that happens to a payment, delivered in any order and twice, leaves the same standing."""
    ann = member()
    session = shop.buy(ann)
    first = shop.stripe.client.v1.refunds.create({"payment_intent": session["payment_intent"], "amount": 100})
    shop.stripe.client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    shop.stripe.control(f"refunds/{first.id}", status="failed")
    events = shop.webhooks(PAID, "refund.failed") * 2
    random.Random(seed).shuffle(events)
    shop.deliver(events)
    [payment] = shop.payments(ann)
    assert (payment["refunded_minor"], payment["state"], shop.role(ann)) == (49800, "partly_refunded", "paid")


def test_64_fulfilments_at_once_are_one_payment(shop: Shop, member: MakeMember) -> None:
    """64 deliveries and landings at once, from connections of their own: one payment, one change of role."""
    from tests.integration.payments.crowd import apply_at_once

    ann = member()
    shop.database.execute(
        "create table if not exists public.role_changes (role text);"
        "create or replace function public.note_role() returns trigger language plpgsql security definer as"
        " $$ begin insert into public.role_changes values (new.role); return null; end $$;"
        "create or replace trigger note_role after update of role on masterclass.users for each row"
        " when (old.role is distinct from new.role) execute function public.note_role()"
    )
    shop.buy(ann)
    events = shop.webhooks(PAID)
    assert apply_at_once(events, 64) == 1
    assert shop.one("select count(*) from masterclass.payments where user_id = %s", ann.id) == 1
    assert shop.one("select count(*) from public.role_changes") == 1
    assert shop.role(ann) == "paid"


def test_64_checkouts_at_once_are_one_order(shop: Shop, member: MakeMember) -> None:
    """64 processes' worth of checkouts by one member: one order, one session at Stripe."""
    from tests.integration.payments.crowd import begin_at_once

    ann = member()
    sessions = begin_at_once(ann, 64)
    assert len(sessions) == 64
    assert len(set(sessions)) == 1
    assert shop.one("select count(*) from masterclass.orders where user_id = %s", ann.id) == 1
    assert len(shop.stripe.client.v1.checkout.sessions.list({"limit": 100}).data) >= 1
    made = [
        s for s in shop.stripe.client.v1.checkout.sessions.list({"limit": 100}).data if s.client_reference_id == ann.id
    ]
    assert len(made) == 1


def test_what_was_paid_must_be_what_was_ordered(shop: Shop, member: MakeMember) -> None:
    """A session with another subtotal, currency or price grants nothing, is noted as refused, and is an alert."""
    changes: list[dict[str, Any]] = [
        {"amount_subtotal": 100},
        {"currency": "eur"},
        {"metadata": {"price_id": "price_other"}},
        {"livemode": True},
        {"mode": "setup"},
        {"client_reference_id": member().id},
        {"currency": "not a currency"},
        {"currency": None},
    ]
    for change in changes:
        ann = member()
        shop.buy(ann)
        [body] = [body for body in shop.webhooks(PAID) if json.loads(body)["type"] == PAID]
        event = json.loads(body)
        metadata = event["data"]["object"]["metadata"]
        event["data"]["object"] |= change
        event["data"]["object"]["metadata"] = metadata | change.get("metadata", {})
        shop.deliver([json.dumps(event).encode()])
        assert not shop.has_access(ann), change
        assert shop.one("select outcome from masterclass.webhook_events where id = %s", event["id"]) == "refused"


def test_stripe_away_is_a_503_and_the_order_survives(shop: Shop, member: MakeMember) -> None:
    """When Stripe fails the member may try again, and the same order is used."""
    ann = member()
    shop.stripe.control("faults", status=500, times=3)
    refused = shop.checkout(ann)
    assert (refused.status, refused.json["type"]) == (503, "/problems/unavailable")
    assert refused.headers["retry-after"]
    assert shop.checkout(ann).status == 201
    assert shop.one("select count(*) from masterclass.orders where user_id = %s", ann.id) == 1


def test_a_changed_address_gets_a_session_of_its_own(shop: Shop, member: MakeMember) -> None:
    """Stripe holds the key for other parameters: the next attempt's key is used."""
    ann = member()
    first = shop.checkout(ann).json["checkout_session_id"]
    shop.database.execute(
        f"update masterclass.orders set checkout_session_id = null, checkout_url = null where user_id = '{ann.id}';"
        f"update auth.users set email = 'new-{ann.email}' where id = '{ann.id}'"
    )
    second = shop.checkout(ann)
    assert (second.status, second.json["checkout_session_id"] != first) == (201, True)


def test_a_price_that_drifted_sells_nothing(shop: Shop, member: MakeMember) -> None:
    """When Stripe's Price and the course differ no session is handed out, and the one made is expired."""
    ann = member()
    shop.database.execute("update masterclass.course set price_amount_minor = 1")
    try:
        assert shop.checkout(ann).status == 503
    finally:
        shop.database.execute(f"update masterclass.course set price_amount_minor = {PRICE_MINOR}")
    mine = [
        s for s in shop.stripe.client.v1.checkout.sessions.list({"limit": 100}).data if s.client_reference_id == ann.id
    ]
    assert [session.status for session in mine] == ["expired"]
    assert shop.checkout(ann).status == 201


def test_an_expired_session_makes_way_for_a_new_one(shop: Shop, member: MakeMember) -> None:
    """After Stripe expired the session, checkout makes another."""
    ann = member()
    first = shop.checkout(ann).json["checkout_session_id"]
    shop.stripe.client.v1.checkout.sessions.expire(first)
    shop.deliver(shop.webhooks("checkout.session.expired"))
    assert shop.landing(ann, first).json["state"] == "expired"
    assert shop.checkout(ann).json["checkout_session_id"] != first


def test_payments_are_ones_own(shop: Shop, member: MakeMember) -> None:
    """Nobody sees another's payments, and signed out is 401."""
    ann, bob = member(), member()
    shop.landing(ann, shop.buy(ann)["id"])
    assert len(shop.payments(ann)) == 1
    assert shop.payments(bob) == []
