"""What every resource has: retrieve by id, and a list with Stripe's filters and pagination."""

from collections.abc import Mapping
from typing import Any, LiteralString, cast

from netlify.standins.stripe import shapes
from netlify.standins.stripe.api import Call, Operation
from netlify.standins.stripe.errors import StripeError, missing_object
from netlify.standins.stripe.forms import allow_only, is_true, whole_number
from netlify.standins.stripe.store import Object, Store

# Conditions are fixed text; what a caller sends only ever travels as a parameter.
COMPARISONS: Mapping[str, LiteralString] = {
    "gt": "created > ",
    "gte": "created >= ",
    "lt": "created < ",
    "lte": "created <= ",
}
MEMBERS: Mapping[str, LiteralString] = {
    "charge": "body ->> 'charge' = ",
    "payment_intent": "body ->> 'payment_intent' = ",
    "status": "body ->> 'status' = ",
    "type": "body ->> 'type' like ",
    "code": "body ->> 'code' = ",
    "customer": "body ->> 'customer' = ",
    "product": "body ->> 'product' = ",
}


def retrieving(kind: str) -> Operation:
    """Return the operation `GET /v1/…/{id}` for objects of `kind`."""

    async def retrieve(call: Call) -> Object:
        allow_only(call.form, ())
        return await call.store.require(kind, call.path["id"])

    return retrieve


def listing(kind: str, url: str, filters: tuple[str, ...] = ()) -> Operation:
    """Return the operation `GET /v1/…`: newest first, a page of `limit`, from `starting_after` or `ending_before`."""

    async def page(call: Call) -> Object:
        form = call.form
        allow_only(form, (*filters, "created", "limit", "starting_after", "ending_before"))
        where = _Where(kind)
        for name in filters:
            if name in form and name in MEMBERS:
                where.add(MEMBERS[name], _pattern(form[name]) if name == "type" else form[name])
        _between(where, form.get("created"))
        if kind == "event":
            _event_filters(where, form)
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

    def add(self, condition: LiteralString, value: object) -> None:
        self.text = self.text + " and " + condition + "%s"
        self.parameters.append(value)


def _between(where: _Where, created: object) -> None:
    if isinstance(created, str):
        created = {"gte": created, "lte": created}
    if isinstance(created, dict):
        for name, value in cast("dict[str, str]", created).items():
            if name not in COMPARISONS:
                raise StripeError(f"Received unknown parameter: created[{name}]", parameter="created")
            where.add(COMPARISONS[name], whole_number({"created": value}, "created", 0, most=10**12))


def _event_filters(where: _Where, form: dict[str, Any]) -> None:
    if "types" in form:
        where.add("body ->> 'type' = any (", list(form["types"]))
        where.text = where.text + ")"
    if "delivery_success" in form:  # false: still pending, or every attempt failed
        undelivered: LiteralString = (
            "exists (select from local_stripe.deliveries as d"
            " where d.event_id = objects.id and d.delivered_at is null) = "
        )
        where.add(undelivered, not is_true(form, "delivery_success"))


async def _page(store: Store, where: _Where, form: dict[str, Any], url: str) -> Object:
    limit = whole_number(form, "limit", 10, least=1, most=100)
    backwards = "ending_before" in form
    cursor_id = form.get("ending_before") or form.get("starting_after")
    if cursor_id:
        if await store.any_of(cursor_id) is None:
            raise missing_object(str(where.parameters[0]), cursor_id, "starting_after")
        position: LiteralString = " (select o.number from local_stripe.objects as o where o.id = "
        where.add(("number >" if backwards else "number <") + position, cursor_id)
        where.text = where.text + ")"
    order: LiteralString = "asc" if backwards else "desc"
    query: LiteralString = (  # parts are fixed text (LiteralString proves it)
        "select body from local_stripe.objects where " + where.text + " order by number " + order + " limit %s"  # noqa: S608
    )
    cursor = await store.connection.execute(query, [*where.parameters, limit + 1])
    found = [row[0] for row in await cursor.fetchall()]
    items = found[:limit]
    return shapes.listing(url, items[::-1] if backwards else items, has_more=len(found) > limit)
