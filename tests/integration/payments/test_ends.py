"""Every purchase has an end: what cost nothing is withdrawn, no bank is waited for forever, a lost sale comes back."""

from typing import Any

import functions.checkout
from shared.payments.reconcile import reconcile
from tests.integration.payments.shop import MakeMember, Shop
from tests.integration.payments.telling import PAID, processing
from tests.support.events import call


def test_what_cost_nothing_can_be_withdrawn(shop: Shop, member: MakeMember, run: Any) -> None:
    """`access revoke` takes back what a 100 % code bought."""
    ann = member()
    page = shop.checkout(ann).json["url"]
    shop.stripe.http().post(page, data={"action": "promotion", "promotion_code": "SCHOLAR100"})
    shop.stripe.http().post(page, data={"action": "pay"})
    shop.deliver(shop.webhooks(PAID))
    assert shop.has_access(ann)
    code, said = run("access", "revoke", ann.email)
    assert (code, "that cost nothing" in said) == (0, True)
    assert (shop.has_access(ann), shop.role(ann)) == (False, "free")
    assert run("access", "revoke", ann.email)[0] == 1


def test_waiting_for_a_bank_ends(shop: Shop, member: MakeMember) -> None:
    """A debit is given up by the member at once or by the hourly job after thirty days; when it comes, it counts."""
    ann, bob = member(), member()
    shop.database.execute("update masterclass.reconciliation set since = now() + interval '1 hour', until = null")
    for who in (ann, bob):
        session_id = shop.checkout(who).json["checkout_session_id"]
        processing(shop, session_id)
        assert shop.landing(who, session_id).json["state"] == "processing"
    mine = str(shop.one("select checkout_session_id from masterclass.orders where user_id = %s", ann.id))
    assert call(functions.checkout.handler, "DELETE", f"/checkout/{mine}", token=bob.token).status == 404
    assert call(functions.checkout.handler, "DELETE", f"/checkout/{mine}", token=ann.token).status == 204
    assert shop.checkout(ann).status == 201
    shop.database.execute(
        "update masterclass.orders set created_at = now() - interval '31 days', checked_at = null"
        f" where user_id = '{bob.id}'"
    )
    assert reconcile().orders_given_up == 1
    assert shop.checkout(bob).status == 201
    shop.stripe.control(f"sessions/{mine}/settle", succeeds=True)
    shop.deliver(shop.webhooks("checkout.session.async_payment_succeeded"))
    assert shop.has_access(ann)


def test_a_sale_that_a_restored_database_has_lost_is_made_again(shop: Shop, member: MakeMember, run: Any) -> None:
    """`payments reconcile --since`: orders from their sessions, refunds and disputes with them; again does nothing."""
    ann, bob, cat = member(), member(), member()
    paid = [shop.buy(who) for who in (ann, bob, cat)]
    shop.stripe.client.v1.refunds.create({"payment_intent": paid[1]["payment_intent"]})
    shop.webhooks(PAID, "refund.created")
    mine = f"('{ann.id}', '{bob.id}', '{cat.id}')"
    shop.database.execute(
        f"delete from masterclass.orders where user_id in {mine}; delete from auth.users where id = '{cat.id}'"
    )
    code, said = run("payments", "reconcile", "--since", "2020-01-01")
    assert (code, "sales at an address 1" in said) == (0, True), said
    assert [shop.has_access(who) for who in (ann, bob)] == [True, False]
    assert shop.payments(bob)[0]["state"] == "refunded"
    assert "sales made again   0" in run("payments", "reconcile", "--since", "2020-01-01")[1]
    dan = member()
    shop.database.execute(f"update auth.users set email = '{cat.email}' where id = '{dan.id}'")
    assert (shop.has_access(dan), shop.role(dan)) == (True, "paid")
    shop.stripe.client.v1.refunds.create({"payment_intent": paid[2]["payment_intent"]})
    shop.deliver(shop.webhooks("refund.created"))
    assert (shop.has_access(dan), shop.role(dan)) == (False, "free")
    assert run("payments", "reconcile", "--since", "soon")[0] == 2


def test_a_lost_sale_in_another_currency_is_looked_at(shop: Shop, member: MakeMember, run: Any) -> None:
    """What was sold at Stripe otherwise than the course sells it is made again as a payment that waits for somebody."""
    ann = member()
    session_id = shop.checkout(ann).json["checkout_session_id"]
    shop.stripe.control(f"sessions/{session_id}/currency", currency="eur")
    shop.stripe.control(f"sessions/{session_id}/pay")
    shop.webhooks(PAID)
    shop.database.execute(f"delete from masterclass.orders where user_id = '{ann.id}'")
    run("payments", "reconcile", "--since", "2020-01-01")
    assert (shop.payments(ann)[0]["state"], shop.has_access(ann)) == ("needs_review", False)


def test_who_was_erased_is_not_brought_back(shop: Shop, member: MakeMember, run: Any) -> None:
    """A lost payment of somebody who was erased is nobody's: no grant waits at the address that they took with them."""
    ann = member()
    session = shop.buy(ann)
    shop.webhooks(PAID)
    shop.database.execute(f"delete from auth.users where id = '{ann.id}'")
    run("payments", "reconcile", "--since", "2020-01-01")
    assert shop.one("select count(*) from masterclass.payments where checkout_session_id = %s", session["id"]) == 1
    assert shop.one("select count(*) from masterclass.access_grants where email = %s", ann.email) == 0
