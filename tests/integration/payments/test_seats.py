"""Seats: one payment for several people, each by their address, for as long as the payment stands."""

import uuid
from typing import Any

import pytest

import functions.checkout
import functions.seats
from shared.payments.reconcile import reconcile
from tests.integration.payments.shop import PRICE_MINOR, MakeMember, Shop
from tests.integration.payments.telling import PAID, alerts, told
from tests.support.events import Answer, call
from tests.support.members import Member


def buy_pack(shop: Shop, member: Member, **wanted: Any) -> dict[str, Any]:
    """Buy a pack, let the webhook arrive, and return the paid session."""
    made = call(functions.checkout.handler, "POST", "/checkout", token=member.token, json_body=wanted)
    assert made.status == 201, made.json
    session = shop.stripe.control(f"sessions/{made.json['checkout_session_id']}/pay")
    shop.deliver(shop.webhooks(PAID))
    return session


def packs(member: Member) -> list[dict[str, Any]]:
    """Return the member's packs."""
    return call(functions.seats.handler, "GET", "/seats", token=member.token).json["packs"]


def give(member: Member, pack: str, email: str) -> Answer:
    """Give a seat."""
    return call(functions.seats.handler, "POST", "/seats", token=member.token, json_body={"pack": pack, "email": email})


def take_back(member: Member, seat: str) -> int:
    """Take a seat back."""
    return call(functions.seats.handler, "DELETE", f"/seats/{seat}", token=member.token).status


def claim(member: Member, token: str) -> int:
    """Claim a gift."""
    return call(functions.seats.handler, "POST", "/seats/claim", token=member.token, json_body={"token": token}).status


def complete_a_module(shop: Shop, member: Member) -> None:
    """Let the member complete the first module."""
    shop.database.execute(
        "insert into masterclass.module_progress (user_id, module_id, completed_at)"
        f" select '{member.id}', id, now() from masterclass.content_modules order by order_index limit 1"
    )


def test_a_practice_of_five(shop: Shop, member: MakeMember) -> None:
    """Five seats at the tier's price open nothing for the buyer, and access for each address that has one."""
    ann, bob = member(), member()
    session = buy_pack(shop, ann, seats=5)
    assert (session["amount_total"], shop.has_access(ann)) == (5 * 39900, False)
    [payment] = shop.payments(ann)
    assert (payment["seats"], payment["state"]) == (5, "paid")
    [pack] = packs(ann)
    assert pack == {"id": pack["id"], "size": 5, "free": 5, "state": "paid", "seats": []}
    assert give(ann, pack["id"], bob.email.upper()).status == 201
    assert (shop.has_access(bob), shop.role(bob)) == (True, "paid")
    [pack] = packs(ann)
    [seat] = pack["seats"]
    assert (pack["free"], seat["email"], seat["state"]) == (4, bob.email, "assigned")
    assert "a seat that was bought for you" in shop.because(bob)[0]
    assert take_back(ann, seat["id"]) == 204
    assert (shop.has_access(bob), packs(ann)[0]["free"]) == (False, 5)
    assert give(ann, pack["id"], bob.email).status == 201
    complete_a_module(shop, bob)
    [seat] = packs(ann)[0]["seats"]
    assert (seat["state"], take_back(ann, seat["id"])) == ("completed", 409)
    assert shop.has_access(bob)


def test_a_seat_waits_for_its_owner(shop: Shop, member: MakeMember) -> None:
    """An address that nobody has confirmed holds its seat, and access opens with the confirmation."""
    ann, bob = member(), member(confirmed=False)
    buy_pack(shop, ann, seats=2)
    give(ann, packs(ann)[0]["id"], bob.email)
    assert not shop.has_access(bob)
    shop.database.execute(f"update auth.users set email_confirmed_at = now() where id = '{bob.id}'")
    assert (shop.has_access(bob), shop.role(bob)) == (True, "paid")


def test_what_cannot_be_given(shop: Shop, member: MakeMember) -> None:
    """A full pack, an address twice, another's pack, no address: the right 4xx, and nothing is written."""
    ann, bob = member(), member()
    buy_pack(shop, ann, seats=2)
    pack = packs(ann)[0]["id"]
    assert give(ann, pack, "one@example.com").status == 201
    twice, others, none = (
        give(ann, pack, "ONE@example.com"),
        give(bob, pack, "b@example.com"),
        give(bob, str(uuid.uuid4()), "b@example.com"),
    )
    assert (twice.status, others.status, none.status) == (409, 404, 404)
    assert [give(ann, pack, bad).status for bad in ("", "nobody", "a b@example.com", "a@b")] == [422] * 4
    assert give(ann, "no-pack", "a@example.com").status == 422
    assert give(ann, pack, "two@example.com").status == 201
    assert give(ann, pack, "three@example.com").status == 409
    seat = packs(ann)[0]["seats"][0]["id"]
    assert [take_back(bob, seat), take_back(ann, str(uuid.uuid4())), take_back(ann, "x")] == [404, 404, 404]
    assert len(packs(ann)[0]["seats"]) == 2
    assert packs(bob) == []


@pytest.mark.parametrize(
    "wanted",
    [
        {"seats": 0},
        {"seats": -1},
        {"seats": 501},
        {"seats": "2"},
        {"seats": 1.5},
        {"seats": 2, "gift": True},
        {"seats": True},
        {"invoice": {"practice": ""}},
        {"invoice": {"vat": "x"}},
        {"price": 1},
    ],
)
def test_what_cannot_be_bought(shop: Shop, member: MakeMember, wanted: dict[str, Any]) -> None:
    """No pack below one or above the most, no gift of several, nothing unknown: 422, and no order."""
    ann = member()
    assert call(functions.checkout.handler, "POST", "/checkout", token=ann.token, json_body=wanted).status == 422
    assert shop.one("select count(*) from masterclass.orders where user_id = %s", ann.id) == 0


def test_a_refund_or_a_dispute_closes_all_of_them(shop: Shop, member: MakeMember) -> None:
    """No seat outlives its payment; whoever has a payment of their own keeps access."""
    ann, bob, cat = member(), member(), member(paid=True)
    session = buy_pack(shop, ann, seats=2)
    pack = packs(ann)[0]["id"]
    for who in (bob, cat):
        give(ann, pack, who.email)
    charge = shop.charge(session)
    dispute = shop.stripe.control(f"charges/{charge}/dispute")
    shop.deliver(shop.webhooks("charge.dispute.created"))
    assert [(shop.has_access(who), shop.role(who)) for who in (bob, cat)] == [(False, "free"), (True, "paid")]
    assert (packs(ann)[0]["state"], packs(ann)[0]["free"]) == ("disputed", 0)
    assert give(ann, pack, "late@example.com").status == 409
    shop.stripe.control(f"disputes/{dispute['id']}", status="won")
    shop.deliver(shop.webhooks("charge.dispute.closed"))
    assert (shop.has_access(bob), shop.role(bob)) == (True, "paid")
    shop.stripe.client.v1.refunds.create({"payment_intent": session["payment_intent"]})
    shop.deliver(shop.webhooks("refund.created"))
    assert [shop.has_access(who) for who in (bob, cat)] == [False, True]
    assert any("refunded or is disputed" in sentence for sentence in shop.because(bob))


def test_a_part_refund_asks_which(
    shop: Shop, member: MakeMember, run: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A part of a pack goes back with the seats that the operator names; what is left is what is paid for."""
    monkeypatch.setenv("STRIPE_OPERATOR_KEY", "sk_test_operator")
    ann, bob = member(), member()
    buy_pack(shop, ann, seats=2)
    pack = packs(ann)[0]["id"]
    give(ann, pack, bob.email)
    give(ann, pack, "other@example.com")
    code, said = run("payments", "refund", ann.email, "--amount", "44900", "--reason", "one left")
    assert (code, "--seat EMAIL" in said) == (1, True)
    part = ("payments", "refund", ann.email, "--amount", "44900", "--reason", "one left")
    assert run(*part, "--seat", bob.email)[0] == 0
    assert not shop.has_access(bob)
    shop.deliver(shop.webhooks("refund.created"))
    assert "pack-part-refunded" in alerts(capsys)
    [left] = packs(ann)
    assert (left["state"], left["free"], len(left["seats"])) == ("partly_refunded", 0, 1)


def test_a_gift_is_claimed_once(shop: Shop, member: MakeMember) -> None:
    """The link gives its one seat to whoever comes first; taken back, the old link is good for nothing."""
    ann, bob, cat, full = member(), member(), member(), member(paid=True)
    assert buy_pack(shop, ann, gift=True)["amount_total"] == PRICE_MINOR
    token = packs(ann)[0]["claim_token"]
    assert [claim(bob, "invented"), claim(full, token), claim(bob, token), claim(cat, token)] == [404, 409, 204, 409]
    assert [shop.has_access(who) for who in (ann, bob, cat)] == [False, True, False]
    [pack] = packs(ann)
    assert ("claim_token" in pack, pack["seats"][0]["email"]) == (False, bob.email)
    assert take_back(ann, pack["seats"][0]["id"]) == 204
    assert (claim(cat, token), shop.has_access(bob)) == (404, False)
    assert claim(cat, packs(ann)[0]["claim_token"]) == 204


def test_a_pack_beside_ones_own_access(shop: Shop, member: MakeMember) -> None:
    """Whoever has full access may buy seats; two packs are no payment twice; the pages of both kinds stay open."""
    ann = member()
    own = shop.checkout(ann).json["checkout_session_id"]
    buy_pack(shop, ann, seats=2)
    buy_pack(shop, ann, seats=3)
    shop.database.execute("update masterclass.reconciliation set since = now() + interval '1 hour', until = null")
    assert (reconcile().sessions_closed, reconcile().paid_twice) == (0, 0)
    assert shop.landing(ann, own).json["state"] == "open"
    shop.stripe.control(f"sessions/{own}/pay")
    shop.deliver(shop.webhooks(PAID))
    assert shop.has_access(ann)
    assert call(functions.checkout.handler, "POST", "/checkout", token=ann.token, json_body={"seats": 4}).status == 201


def test_another_size_is_another_page(shop: Shop, member: MakeMember) -> None:
    """Asking for another size closes the first page; asking for the same gives the same."""
    ann = member()

    def ask(**wanted: Any) -> str:
        made = call(functions.checkout.handler, "POST", "/checkout", token=ann.token, json_body=wanted)
        return made.json["checkout_session_id"]

    first, again, other = ask(seats=2), ask(seats=2), ask(seats=6, invoice={"practice": "Riverside Family Practice"})
    assert (first == again, other != first) == (True, True)
    states = {one.id: str(one.status) for one in shop.sessions_of(ann)}
    assert (states[first], states[other]) == ("expired", "open")
    assert ask(seats=6, invoice={"practice": "Riverside Family Practice"}) == other


def test_a_member_erased_gives_the_seat_back(shop: Shop, member: MakeMember) -> None:
    """The seat of somebody erased is free again; a buyer who is erased closes nobody's."""
    ann, bob, cat = member(), member(), member()
    buy_pack(shop, ann, seats=2)
    pack = packs(ann)[0]["id"]
    for who in (bob, cat):
        give(ann, pack, who.email)
    shop.one("delete from auth.users where id = %s returning 1", bob.id)
    assert packs(ann)[0]["free"] == 1
    shop.one("delete from auth.users where id = %s returning 1", ann.id)
    assert (shop.has_access(cat), shop.role(cat)) == (True, "paid")


def test_a_pack_that_needs_review_opens_nothing(shop: Shop, member: MakeMember) -> None:
    """What was paid and is not what was ordered has no seats to give until it is accepted."""
    import json

    ann = member()
    made = call(functions.checkout.handler, "POST", "/checkout", token=ann.token, json_body={"seats": 2})
    shop.stripe.control(f"sessions/{made.json['checkout_session_id']}/pay")
    [body] = [body for body in shop.webhooks(PAID) if json.loads(body)["type"] == PAID]
    event = json.loads(body)
    event["data"]["object"]["amount_subtotal"] = 100
    told(shop, event)
    [pack] = packs(ann)
    assert (pack["state"], pack["free"]) == ("needs_review", 0)
    assert give(ann, pack["id"], "a@example.com").status == 409
    again = call(functions.checkout.handler, "POST", "/checkout", token=ann.token, json_body={"seats": 2})
    assert again.json["type"] == "/problems/payment-in-review"
    assert shop.checkout(ann).status == 201


def test_a_restored_database_has_its_packs_again(shop: Shop, member: MakeMember, run: Any) -> None:
    """`payments reconcile --since` makes packs and gifts again; one whose buyer was lost waits until they are back."""
    ann, bob, cat = member(), member(), member()
    buy_pack(shop, ann, seats=5)
    buy_pack(shop, bob, gift=True)
    buy_pack(shop, cat, seats=2)
    mine = f"('{ann.id}', '{bob.id}', '{cat.id}')"
    shop.database.execute(
        f"delete from masterclass.payments where user_id in {mine};"
        f"delete from masterclass.orders where user_id in {mine};"
        f"delete from auth.users where id = '{cat.id}'"
    )
    code, said = run("payments", "reconcile", "--since", "2020-01-01")
    assert (code, "sales made again   3" in said, "packs of nobody    1" in said) == (0, True, True), said
    [pack], [gift] = packs(ann), packs(bob)
    assert (pack["size"], pack["free"], pack["state"]) == (5, 5, "paid")
    assert (gift["size"], claim(member(), gift["claim_token"])) == (1, 204)
    dan = member()
    shop.database.execute(f"update auth.users set email = '{cat.email}' where id = '{dan.id}'")
    assert "packs of nobody    0" in run("payments", "reconcile", "--since", "2020-01-01")[1]
    assert (packs(dan)[0]["size"], give(dan, packs(dan)[0]["id"], member().email).status) == (2, 201)
