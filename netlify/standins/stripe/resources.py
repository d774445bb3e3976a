"""What every resource has: retrieve by id, and a list with Stripe's filters and pagination."""

from collections.abc import Mapping
from typing import Any, LiteralString, cast

from netlify.standins.stripe import shapes
from netlify.standins.stripe.api import Call, Operation
from netlify.standins.stripe.errors import StripeError, missing_object
from netlify.standins.stripe.forms import only_one, within
from netlify.standins.stripe.store import Object, Store

MOST_TYPES = 20
# Conditions are fixed text; what a caller sends only ever travels as a parameter.
COMPARISONS: Mapping[str, LiteralString] = {
    "gt": "created > ",
    "gte": "created >= ",
    "lt": "created < ",
    "lte": "created <= ",
}
MEMBERS: Mapping[str, LiteralString] = {
    "active": "(body ->> 'active')::boolean = ",
    "charge": "body ->> 'charge' = ",
    "code": "body ->> 'code' = ",
    "coupon": "body #>> '{promotion,coupon}' = ",
    "currency": "body ->> 'currency' = ",
    "customer": "body ->> 'customer' = ",
    "email": "body ->> 'email' = ",
    "payment_intent": "body ->> 'payment_intent' = ",
    "product": "body ->> 'product' = ",
    "source": "body ->> 'source' = ",
    "status": "body ->> 'status' = ",
    "type": "body ->> 'type' like ",
}
ANY_OF: Mapping[str, LiteralString] = {
    "ids": "id",
    "lookup_keys": "body ->> 'lookup_key'",
    "types": "body ->> 'type'",
}


def retrieving(kind: str) -> Operation:
    """Return the operation `GET /v1/…/{id}` for objects of `kind`."""

    async def retrieve(call: Call) -> Object:
        return await call.store.require(kind, call.path["id"])

    return retrieve


def listing(kind: str, url: str) -> Operation:
    """Return the operation `GET /v1/…`: newest first, a page of `limit`, from `starting_after` or `ending_before`."""

    async def page(call: Call) -> Object:
        form = call.form
        within(form, "limit", 1, 100)
        only_one(form, "ending_before", "starting_after")
        only_one(form, "type", "types")
        where = _Where(kind)
        for name in MEMBERS.keys() & form.keys():
            where.add(MEMBERS[name], _pattern(form[name]) if name == "type" else form[name])
        for name in ANY_OF.keys() & form.keys():
            _any_of(where, name, form[name])
        _between(where, form.get("created"))
        _special(where, form)
        return await _page(call.store, where, form, url)

    return page


def _pattern(kind: str) -> str:
    """`charge.*` names every type that begins so."""
    return kind.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%").replace("*", "%")


class _Where:
    """Conditions and their parameters."""

    def __init__(self, kind: str):
        self.text: LiteralString = "kind = %s"
        self.parameters: list[Any] = [kind]

    def add(self, condition: LiteralString, value: object, end: LiteralString = "") -> None:
        self.text = self.text + " and " + condition + "%s" + end
        self.parameters.append(value)


def _any_of(where: _Where, name: str, values: list[str]) -> None:
    if name == "types" and len(values) > MOST_TYPES:
        raise StripeError(f"You may pass up to {MOST_TYPES} event types.", parameter="types")
    where.add(ANY_OF[name] + " = any (", values, ")")


def _between(where: _Where, created: object) -> None:
    limits = {"gte": created, "lte": created} if isinstance(created, int) else created
    for name, moment in cast("dict[str, int]", limits or {}).items():
        where.add(COMPARISONS[name], moment)


def _special(where: _Where, form: dict[str, Any]) -> None:
    if "customer_details" in form:
        where.add("body #>> '{customer_details,email}' = ", form["customer_details"]["email"])
    if "delivery_success" in form:  # false: still pending, or every attempt failed
        undelivered: LiteralString = (
            "exists (select from local_stripe.deliveries as d"
            " where d.event_id = objects.id and d.delivered_at is null) = "
        )
        where.add(undelivered, not form["delivery_success"])


async def _page(store: Store, where: _Where, form: dict[str, Any], url: str) -> Object:
    limit, backwards = form.get("limit", 10), "ending_before" in form
    cursor_name = "ending_before" if backwards else "starting_after"
    if cursor_id := form.get(cursor_name):
        kind = str(where.parameters[0])
        if await store.find(kind, cursor_id) is None:
            raise missing_object(kind, cursor_id, cursor_name)
        position: LiteralString = " (select o.number from local_stripe.objects as o where o.id = "
        where.add(("number >" if backwards else "number <") + position, cursor_id, ")")
    order: LiteralString = "asc" if backwards else "desc"
    query: LiteralString = (  # parts are fixed text (LiteralString proves it)
        "select body from local_stripe.objects where " + where.text + " order by number " + order + " limit %s"  # noqa: S608
    )
    cursor = await store.connection.execute(query, [*where.parameters, limit + 1])
    found = [row[0] for row in await cursor.fetchall()]
    items = found[:limit]
    return shapes.listing(url, items[::-1] if backwards else items, has_more=len(found) > limit)
