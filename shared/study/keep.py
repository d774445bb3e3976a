"""Keeping a member's own work, each in one round trip."""

import json

from shared.database import Identity, one_trip
from shared.study import queries
from shared.study.records import CalculatorInputs, PlanChange


def keep_plan(reader: Identity, change: PlanChange) -> None:
    """Keep `change`; refused when the plan is full."""
    dates = {
        each.key: None
        if each.date is None
        else {"label": each.label or each.key, "date": each.date.isoformat(), "repeats": each.repeats}
        for each in change.dates
    }
    queries.keep_plan(one_trip(reader), json.dumps(change.entries), json.dumps(dates))


def keep_calculator_inputs(reader: Identity, module: str, given: CalculatorInputs) -> None:
    """Keep or forget what the reader set in a module that they may open."""
    inputs = None if given.inputs is None else json.dumps(given.inputs)
    queries.keep_calculator_inputs(one_trip(reader), module, inputs)
