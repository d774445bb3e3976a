"""The account's balance: every movement of money is a balance transaction of what caused it."""

from decimal import Decimal

from netlify.standins.stripe import money_shapes
from netlify.standins.stripe.store import Object, Store

FEE_PERCENT, FEE_FIXED, DISPUTE_FEE = Decimal("2.9"), 30, 1500


async def book_charge(store: Store, charged: Object) -> str:
    """Book what a charge brought, less Stripe's fee; return the transaction's id."""
    fee = int(charged["amount"] * FEE_PERCENT / 100) + FEE_FIXED
    kind = "payment" if charged["id"].startswith("py_") else "charge"
    return await _book(store, charged["amount"], charged, kind, min(fee, charged["amount"]))


async def book_refund(store: Store, made: Object) -> str:
    """Book what a refund takes from the balance; return the transaction's id."""
    return await _book(store, -made["amount"], made, "refund")


async def book_failed_refund(store: Store, made: Object) -> str:
    """Book what a failed refund brings back; return the transaction's id."""
    return await _book(store, made["amount"], made, "refund_failure")


async def book_withdrawal(store: Store, disputed: Object) -> None:
    """Take the disputed amount, and the fee, from the balance."""
    await _adjust(store, disputed, -disputed["amount"], DISPUTE_FEE)


async def book_reinstatement(store: Store, disputed: Object) -> None:
    """Give the disputed amount back."""
    await _adjust(store, disputed, disputed["amount"], 0)


async def _book(store: Store, amount: int, source: Object, kind: str, fee: int = 0) -> str:
    made = money_shapes.balance_transaction(amount, source["currency"], source["id"], kind, fee)
    return (await store.put(made))["id"]


async def _adjust(store: Store, disputed: Object, amount: int, fee: int) -> None:
    """A dispute carries its balance transactions whole (docs.stripe.com/api/disputes/object)."""
    made = money_shapes.balance_transaction(amount, disputed["currency"], disputed["id"], "adjustment", fee)
    disputed["balance_transactions"] = [*disputed["balance_transactions"], await store.put(made)]
