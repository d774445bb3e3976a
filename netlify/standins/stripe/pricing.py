"""What a quantity of a price costs: by the piece, or in tiers (docs.stripe.com/products-prices/pricing-models)."""

from typing import Any

from netlify.standins.stripe import shapes
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.store import Object, Store


async def line_item(store: Store, priced: Object, quantity: int, path: str = "line_items[0]") -> Object:
    """Return the line item of `quantity` of the price; an archived price is refused at `path`."""
    if not priced["active"]:
        raise StripeError(
            "The price specified is inactive. This field only accepts active prices.", parameter=f"{path}[price]"
        )
    product = await store.require("product", priced["product"])
    amount = await amount_of(store, priced, quantity)
    return shapes.line_item(priced, product["name"], amount, quantity)


async def keep_tiers(store: Store, priced: Object, tiers: list[Object]) -> None:
    """Keep the tiers of a price."""
    await store.put({"id": f"{priced['id']}/tiers", "object": "price_tiers", "tiers": tiers})


async def amount_of(store: Store, priced: Object, quantity: int) -> int:
    """Return what `quantity` of the price costs, in minor units."""
    if priced["billing_scheme"] == "per_unit":
        return priced["unit_amount"] * quantity
    tiers = (await store.require("price_tiers", f"{priced['id']}/tiers"))["tiers"]
    return volume(tiers, quantity) if priced["tiers_mode"] == "volume" else graduated(tiers, quantity)


def volume(tiers: list[Any], quantity: int) -> int:
    """Return the price of all units at the tier that `quantity` falls into."""
    tier = next(tier for tier in tiers if tier["up_to"] is None or quantity <= tier["up_to"])
    return (tier["unit_amount"] or 0) * quantity + (tier["flat_amount"] or 0)


def graduated(tiers: list[Any], quantity: int) -> int:
    """Return the sum of each unit's price at the tier that it itself falls into."""
    total, below = 0, 0
    for tier in tiers:
        units = max(0, min(quantity, tier["up_to"] or quantity) - below)
        total += (tier["unit_amount"] or 0) * units + ((tier["flat_amount"] or 0) if units else 0)
        below = tier["up_to"] or quantity
    return total
