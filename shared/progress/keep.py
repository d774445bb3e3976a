"""Keeping the reader's position."""

from shared.database import Identity, one_trip
from shared.entitlement import refusals
from shared.problems import NotFound
from shared.progress import queries
from shared.progress.records import Position


def keep(reader: Identity, position: Position) -> None:
    """Keep `position` in one round trip; raises NotFound (module or block) or FullAccessRequired."""
    refusal = queries.put_progress(
        one_trip(reader), position.module, position.block, position.seconds, completed=position.completed
    )
    if refusal == "block":
        raise NotFound("The module has no such block.")
    refusals.require({"refusal": refusal})
