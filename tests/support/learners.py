"""Three invented learners who carry their numbers through all calculators of the course, page by page of their plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.programs import Program
from shared.authoring.calculators.reals import rounded
from shared.authoring.load import load_course
from shared.authoring.module import Module
from tests.support.running import ROOT

CASH = "cash-flow-and-net-worth"
LOANS = "student-loans-and-pslf"
COVER = "disability-and-life-insurance"
PAY = "how-you-are-paid"
LEAVING = "contracts-and-negotiation"
TAX = "taxes-for-a-physician-household"
WORK = "accounts-at-work"
ROTH = "the-backdoor-roth"
FEES = "investing-fees-and-advisers"
HOUSE = "house-and-family"
VISIT = "visit-coding-and-documentation"
PANEL = "longitudinal-care-revenue"
PRACTICE = "practice-economics"
VALUE = "value-based-care"
OWN = "working-for-yourself-and-buying-in"
ENOUGH = "protecting-passing-on-and-enough"
# the loan's payment, a recount of visits and the pay of an offer go back to earlier pages: these come first
ORDER = (LOANS, VISIT, PAY, CASH, COVER, LEAVING, TAX, WORK, ROTH, FEES, HOUSE, PANEL, PRACTICE, VALUE, OWN, ENOUGH)

LEARNERS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "a resident": {
        LOANS: {"balance": 280000, "counted": 14, "agi_now": 64000, "agi_next": 67000, "agi_later": 235000},
        CASH: {"take_home": 4600, "at_source": 200, "necessary": 3300, "other": 650, "savings": 3000, "card": 2500},
        PAY: {"base_a": 68000, "rate_a": 0, "visits_day": 9, "hours_a": 65},
        TAX: {"filing": 0, "second_wage": 0, "last_tax": 6800, "last_agi": 0, "withheld": 7100},
        WORK: {"limits": 0, "deferral": 150, "match_upto": 3},
        ROTH: {"contribution": 3000, "traditional": 0, "converted": 3000},
        FEES: {"start": 8000},
        HOUSE: {"price": 320000, "rent": 1900, "stay": 3},
        ENOUGH: {"age": 29},
    },
    "a new attending": {
        LOANS: {},
        CASH: {"card": 4000},
        PAY: {"visits_day": 16},
        WORK: {"limits": 0, "deferral": 1000, "true_up": 1},
        ROTH: {"traditional": 12000, "moved": 12000},
        FEES: {"start": 45000, "cost_b": 0.1},
        HOUSE: {"price": 560000, "rent": 3300, "stay": 7},
        ENOUGH: {"age": 33},
    },
    "a partner buying in": {
        LOANS: {
            "balance": 60000,
            "loan_rate": 5,
            "counted": 0,
            "agi_now": 250000,
            "agi_next": 260000,
            "agi_later": 270000,
        },
        VISIT: {"then_13": 30, "then_14": 60, "then_15": 10},
        CASH: {"take_home": 16500, "necessary": 7800, "other": 4200, "savings": 52000},
        TAX: {"second_wage": 90000, "self_employed": 24000, "last_tax": 71000, "withheld": 68000},
        WORK: {"limits": 0, "deferral": 1020, "kind_457": 1, "deferral_457": 500},
        FEES: {"start": 410000, "flat_offer": 4000},
        HOUSE: {"price": 780000, "down": 160000, "rent": 4600, "stay": 12},
        OWN: {"borrowed": 1, "early_years": 3},
        ENOUGH: {"age": 44, "hours": 80, "cut_after": 5},
    },
}


class Carried(NamedTuple):
    """A whole plan: entries by `module.key`, and each module's calculator with what the learner set in it."""

    entries: dict[str, float]
    calculations: dict[str, Calculation]
    inputs: dict[str, dict[str, float]]


def course_modules() -> dict[str, Module]:
    """Return the course's own modules by slug."""
    course, findings = load_course(Path(ROOT) / "sql" / "course", "sql/course")
    assert course is not None, findings.errors()
    return {module.slug: module for module in course.modules}


def carried(modules: Mapping[str, Module], learner: Mapping[str, Mapping[str, float]]) -> Carried:
    """Return the plan of `learner`: each page written from its calculator, later calculators set from earlier pages.

    The pay of an offer is needed one page before it is worked out, so that page comes first.
    """
    plan = Carried({}, {}, {})
    for slug in ORDER:
        compiled: Any = modules[slug].calculator
        given = dict(learner.get(slug, {}))
        for name, taken in compiled["takes"].items():
            written = plan.entries[f"{taken['page']}.{taken['entry']}"]
            given[name] = rounded(written * taken["times"] / taken["over"], 2)
        plan.inputs[slug] = given
        plan.calculations[slug] = Calculation(Program(compiled), given)
        for entry, name in compiled["writes"].items():
            plan.entries[f"{slug}.{entry}"] = _as_written(compiled, name, plan.calculations[slug])
    return plan


def _as_written(compiled: Any, name: str, calculation: Calculation) -> float:
    """What goes onto the page: percentages as shown, dollars without cents unless the calculator shows them."""
    one = next(one for one in [*compiled["inputs"], *compiled["formulas"]] if one["key"] == name)
    value = calculation.value(name) * (100 if one["unit"] == "percent" else 1)
    return rounded(value, one.get("decimals") or (0 if one["unit"] == "usd" else 2))
