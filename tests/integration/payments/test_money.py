"""Yen, dollars and dinars come back exactly as they were paid."""

import json
import uuid
from decimal import Decimal

import hypothesis
import pytest
from hypothesis import strategies as some

from netlify.standins.stripe.markup import money
from tests.integration.payments.shop import MakeMember, Shop

EXPONENTS = {"usd": 2, "jpy": 0, "eur": 2, "kwd": 3, "krw": 0}


@pytest.mark.parametrize("currency", EXPONENTS)
def test_amounts_round_trip(till: Shop, member: MakeMember, currency: str) -> None:
    """Whatever was paid, in minor units, is answered as that number and as the exact decimal."""
    ann = member()

    @hypothesis.settings(max_examples=60, deadline=None)
    @hypothesis.given(amount=some.integers(min_value=1, max_value=10**12))
    def round_trips(amount: int) -> None:
        paid(till, ann.id, amount, currency)
        newest = next(one for one in till.payments(ann) if one["amount_minor"] == amount)
        exact = Decimal(amount).scaleb(-EXPONENTS[currency])
        assert (Decimal(newest["amount"]), newest["currency"]) == (exact, currency)
        assert newest["amount"] == f"{exact:.{EXPONENTS[currency]}f}"
        assert till.one("select amount from masterclass.payments where id = %s", newest["id"]) == exact
        assert money(amount, currency).replace(",", "").endswith(newest["amount"])

    round_trips()


def paid(till: Shop, user_id: str, amount: int, currency: str) -> None:
    """Order at this price, and let Stripe tell that it was paid."""
    order, number = str(uuid.uuid4()), uuid.uuid4().hex
    till.database.execute(
        "insert into masterclass.orders (id, user_id, price_id, amount_subtotal_minor, currency, livemode, state)"
        f" values ('{order}', '{user_id}', 'price_x', {amount}, '{currency}', false, 'expired')"
    )
    session = {
        "id": f"cs_{number}",
        "status": "complete",
        "payment_status": "paid",
        "mode": "payment",
        "livemode": False,
        "amount_subtotal": amount,
        "amount_total": amount,
        "currency": currency,
        "client_reference_id": user_id,
        "payment_intent": f"pi_{number}",
        "metadata": {"order_id": order, "price_id": "price_x"},
    }
    document = {
        "id": f"evt_{number}",
        "type": "checkout.session.completed",
        "created": 1_790_000_000,
        "data": {"object": session},
    }
    assert till.post(json.dumps(document).encode()).status == 200
