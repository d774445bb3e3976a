"""`expand[]`: an id is replaced by the object it names, along a dotted path, as far as Stripe's types allow."""

from typing import Any, cast

from netlify.standins.stripe import shapes
from netlify.standins.stripe.errors import StripeError, not_done
from netlify.standins.stripe.kinds import INCLUDED, declared, described_by, is_expandable
from netlify.standins.stripe.store import Object, Store

DEEPEST = 4


async def expanded(store: Store, body: Object, paths: list[str]) -> Object:
    """Return `body` with every path of `paths` expanded; a path that names nothing to expand is refused."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise StripeError(f"You cannot expand more than {DEEPEST} levels of a property ({path}).")
        await _expand(store, body, None, steps, path)
    return body


async def _expand(store: Store, item: Object, annotation: Any, steps: list[str], path: str) -> None:
    """Expand the first of `steps` in `item`, which `annotation` declared, then the rest in what came of it."""
    step, rest = steps[0], steps[1:]
    if item.get("object") == "list":
        if step != "data" or not rest:
            raise _cannot(path)
        for member in item["data"]:
            await _expand(store, member, None, rest, path)
        return
    kind = described_by(item, annotation)
    members = declared(kind) if kind else {}
    includes = step in INCLUDED.get(str(item.get("object")), set[str]())
    if step not in members or not (rest or includes or is_expandable(members[step])):
        raise _cannot(path)
    if includes:
        item[step] = await _included(store, item, step, path)
    elif is_expandable(members[step]):
        item[step] = await _named(store, item.get(step))
    await _go_on(store, item.get(step), members[step], rest, path)


async def _go_on(store: Store, value: Any, annotation: Any, rest: list[str], path: str) -> None:
    for member in cast("list[Any]", value if isinstance(value, list) else [value]):
        if rest and isinstance(member, dict):
            await _expand(store, cast("Object", member), annotation, rest, path)


async def _named(store: Store, value: Any) -> Any:
    """Return what the id names, or each of a list's."""
    if isinstance(value, list):
        return [await _named(store, one) for one in cast("list[Any]", value)]
    return (await store.any_of(value) or value) if isinstance(value, str) else value


async def _included(store: Store, item: Object, step: str, path: str) -> Any:
    """Return a member that an object only has when asked for."""
    if step == "line_items":
        return await line_items(store, item["id"])
    if step == "refunds":
        made = await store.all_of("refund", {"charge": item["id"]})
        return shapes.listing(f"/v1/charges/{item['id']}/refunds", made, has_more=False)
    if step == "tiers" and item["billing_scheme"] == "per_unit":
        return None
    if step == "tiers":
        return (await store.require("price_tiers", f"{item['id']}/tiers"))["tiers"]
    raise not_done(f"the expansion of {path}")


async def line_items(store: Store, session_id: str) -> Object:
    """Return the session's line items as a list object."""
    kept = await store.require("session_line_items", f"{session_id}/line_items")
    return kept["list"]


def _cannot(path: str) -> StripeError:
    return StripeError(f"This property cannot be expanded ({path}).", parameter="expand")
