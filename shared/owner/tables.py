"""The whole report from the figures of the database: every table by its name, small groups hidden."""

from typing import Any

from shared.owner.items import picks_table, questions_table
from shared.owner.learning_tables import blocks_table, completion_table, funnel_table, guide_table, spend_table
from shared.owner.money_tables import codes_table, kinds_table, refunds_table, sales_table
from shared.owner.records import Figures, Table


def tables(figures: Figures) -> dict[str, Table]:
    """Return every table by the name that `?table=` takes."""
    return {
        "sales": sales_table(figures["sales"], figures["currencies"]),
        "kinds": kinds_table(figures["sales"]),
        "codes": codes_table(figures["sales"]),
        "refunds": refunds_table(figures["refunds"], figures["currencies"]),
        "funnel": funnel_table(figures["funnel"], figures["modules"]),
        "progress": blocks_table(figures["blocks"]),
        "completion": completion_table(figures["completion"]),
        "questions": questions_table(figures["items"]),
        "picks": picks_table(figures["items"]),
        "guide": guide_table(figures["guide"]["blocks"]),
        "spend": spend_table(figures["guide"]["months"]),
    }


def document(figures: Figures) -> dict[str, Any]:
    """Return the report as it is kept."""
    return {
        "currencies": figures["currencies"],
        **{name: table.document() for name, table in tables(figures).items()},
    }
