"""Which class of Stripe's SDK describes each object, and what of it can be expanded."""

import typing
from typing import Any, cast

import stripe
from stripe import StripeObject

KINDS: dict[str, type[StripeObject]] = {
    "balance_transaction": stripe.BalanceTransaction,
    "charge": stripe.Charge,
    "checkout.session": stripe.checkout.Session,
    "coupon": stripe.Coupon,
    "customer": stripe.Customer,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "invoice": stripe.Invoice,
    "item": stripe.LineItem,
    "line_item": stripe.InvoiceLineItem,
    "payment_intent": stripe.PaymentIntent,
    "payment_method": stripe.PaymentMethod,
    "price": stripe.Price,
    "product": stripe.Product,
    "promotion_code": stripe.PromotionCode,
    "refund": stripe.Refund,
}
# Members that an object only has when they are asked for ("includable" in Stripe's documentation).
INCLUDED = {
    "charge": {"refunds"},
    "checkout.session": {"line_items"},
    "coupon": {"applies_to", "currency_options"},
    "customer": {"cash_balance", "invoice_credit_balance", "sources", "subscriptions", "tax", "tax_ids"},
    "invoice": {"payments"},
    "price": {"currency_options", "tiers"},
    "promotion_code": set[str](),
}


def declared(kind: type) -> dict[str, Any]:
    """Return the members that a class of the SDK declares, by name."""
    return {
        name: annotation
        for name, annotation in vars(kind).get("__annotations__", {}).items()
        if typing.get_origin(annotation) is not typing.ClassVar
    }


def is_expandable(annotation: Any) -> bool:
    """Whether the member is an id that can be replaced by what it names, or a list of such."""
    parts = typing.get_args(annotation)
    if str in parts and any(_is_object(part) for part in parts):
        return True
    return any(is_expandable(part) for part in parts)


def described_by(item: dict[str, Any], annotation: Any) -> type | None:
    """Return the class that describes the object: its own kind's, or the nested one that the member declares."""
    if isinstance(item.get("object"), str) and item["object"] in KINDS:
        return KINDS[item["object"]]
    if isinstance(annotation, type) and issubclass(annotation, StripeObject):
        return annotation
    inner = [described_by(item, part) for part in typing.get_args(annotation)]
    return next((kind for kind in inner if kind is not None), None)


def _is_object(part: Any) -> bool:
    if isinstance(part, typing.ForwardRef):
        return True
    return isinstance(part, type) and issubclass(part, StripeObject) and cast("type", part) is not str
