"""`expand[]`: an id is replaced by the object it names, along a dotted path."""

from typing import Any, cast

from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.store import Object, Store

DEEPEST = 4


async def expanded(store: Store, body: Object, paths: list[str]) -> Object:
    """Return `body` with every path of `paths` expanded; a path that names nothing to expand is refused."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise StripeError(f"You cannot expand more than {DEEPEST} levels of a property ({path}).")
        await _expand(store, body, steps, path)
    return body


async def _expand(store: Store, item: Object, steps: list[str], path: str) -> None:
    step, rest = steps[0], steps[1:]
    if step == "line_items" and item.get("object") == "checkout.session":
        item[step] = await line_items(store, item["id"])
    elif step not in item:
        raise StripeError(f"This property cannot be expanded ({path}).", parameter="expand")
    value: Any = item[step]
    if isinstance(value, str):
        value = item[step] = await store.any_of(value) or value
    inner = cast("list[Any]", value if isinstance(value, list) else [value])
    for member in inner:
        if rest and isinstance(member, dict):
            await _expand(store, cast("Object", member), rest, path)


async def line_items(store: Store, session_id: str) -> Object:
    """Return the session's line items as a list object."""
    kept = await store.require("session_line_items", f"{session_id}/line_items")
    return kept["list"]
