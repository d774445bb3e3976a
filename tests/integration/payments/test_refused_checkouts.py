"""Checkouts that Stripe refuses: a failure kept under a key, a price or an address that it does not take."""

from typing import Any

import pytest

from shared import settings
from shared.payments import gateway
from tests.integration.payments.saving import saving_proxy
from tests.integration.payments.shop import MakeMember, Shop
from tests.integration.payments.telling import alerts


def test_one_500_does_not_lock_a_buyer_out(shop: Shop, member: MakeMember, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stripe keeps a failure under its key: the second click takes the next key; a dead connection keeps the first."""
    ann, keys = member(), list[str]()
    sessions = type(gateway.client().v1.checkout.sessions)
    create = sessions.create

    def noted(self: Any, parameters: Any, options: Any) -> Any:
        keys.append(options["idempotency_key"])
        return create(self, parameters, options)

    monkeypatch.setattr(sessions, "create", noted)
    shop.stripe.control("faults", status=500, times=3)
    assert shop.checkout(ann).status == 503
    assert shop.checkout(ann).status == 201
    assert keys[0] != keys[1]

    bob = member()
    nobody = "http://127.0.0.1:9"
    monkeypatch.setenv("STRIPE_API_BASE", nobody)
    settings.forget()
    assert [shop.checkout(bob).status for _ in range(2)] == [503, 503]
    assert keys[2] == keys[3]


def test_the_second_click_pays(shop: Shop, member: MakeMember, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every answer is kept under its key, one 500 costs one click: the next one leads to a page that is paid."""
    ann = member()
    with saving_proxy(shop.stripe.api) as proxy:
        monkeypatch.setenv("STRIPE_API_BASE", proxy.url)
        settings.forget()
        proxy.failures = 1
        assert shop.checkout(ann).status == 503
        assert proxy.replayed > 0, "the same key is given the kept failure, however often it is sent"
        session = shop.buy(ann)
        assert shop.landing(ann, session["id"]).json == {"state": "paid", "role": "paid"}


@pytest.mark.parametrize(("setting", "value"), [("STRIPE_PRICE_ID", "price_unknown")])
def test_a_price_that_cannot_be_sold_is_a_503_with_a_word(
    shop: Shop,
    member: MakeMember,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    value: str,
) -> None:
    """An unknown or archived price is no bug of ours: 503, a word for the buyer, an alert for the owner."""
    monkeypatch.setenv(setting, value)
    settings.forget()
    answer = shop.checkout(member())
    assert (answer.status, "cannot be sold" in answer.json["detail"]) == (503, True)
    assert "checkout-refused" in alerts(capsys)


def test_an_address_that_stripe_refuses_is_a_503_with_a_word(shop: Shop, member: MakeMember) -> None:
    """The buyer is told that it is their address, and what to do; the next try takes the next key."""
    ann = member()
    shop.database.execute(f"update auth.users set email = 'not an address' where id = '{ann.id}'")
    answer = shop.checkout(ann)
    assert (answer.status, "e-mail address" in answer.json["detail"]) == (503, True)
    shop.database.execute(f"update auth.users set email = '{ann.email}' where id = '{ann.id}'")
    assert shop.checkout(ann).status == 201
