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

# what the plan's page keeps: entry and the calculator's own name for it
WRITES: Mapping[str, Mapping[str, str]] = {
    LOANS: {
        "federal_balance": "balance",
        "average_rate": "loan_rate",
        "payments_counted": "counted",
        "payments_to_go": "remaining",
        "required_payment": "required_now",
        "forgive_total": "forgive_total",
        "refinance_total": "refinance_total",
        "break_even_pay": "break_even_pay",
    },
    VISIT: {"wrvu_per_visit": "then_each", "pay_per_wrvu": "pay_wrvu", "visits_a_year": "visits_year"},
    CASH: {
        "take_home": "take_home",
        "necessary_spending": "with_loan",
        "fund_target": "target_with_loan",
        "fund_today": "savings",
        "saving_rate": "saving_rate",
    },
    COVER: {
        "monthly_pay": "monthly_pay",
        "group_after_tax": "group_net",
        "wait_months": "empty_months",
        "fund_for_wait": "wait_fund",
        "disability_gap": "gap_later",
    },
    PAY: {
        "expected_wrvus": "own_a",
        "offer_a_pay": "pay_a",
        "offer_b_pay": "pay_b",
        "crossing": "crossing_at",
        "offer_a_hour": "hour_a",
        "offer_b_hour": "hour_b",
    },
    LEAVING: {
        "tail_cost": "tail",
        "bonus_owed": "bonus_then",
        "match_unvested": "match",
        "cost_of_leaving": "resign_then",
    },
    TAX: {
        "next_dollar_rate": "next_rate",
        "safe_harbor": "harbor",
        "still_to_pay": "still",
        "state_rate": "state_rate",
    },
    WORK: {"election_per_paycheck": "deferral", "match_in_year": "match_year", "deferral_in_year": "own_year"},
    ROTH: {"pretax_ira_balance": "old_money", "line_14": "basis_left", "line_18": "taxable"},
    FEES: {"invested_now": "start", "average_cost": "cost_b", "cost_in_dollars": "first_year_b"},
    HOUSE: {"price": "price", "one_time_costs": "once", "break_even_years": "break_even", "years_to_stay": "stay"},
    PANEL: {"break_even_patients": "break_even", "program_margin": "margin"},
    PRACTICE: {"payments": "payments", "net_collection_rate": "net_collection", "point_of_collection": "point"},
    VALUE: {"swing_by_luck": "swing"},
    OWN: {"my_price_for_the_share": "price", "more_income": "more", "left_after_two": "left_2"},
    ENOUGH: {
        "my_number": "number",
        "number_high": "careful_number",
        "years_at_this_rate": "full_years",
        "years_if_less": "cut_years",
    },
}

# what a later calculator takes from an earlier page: input, page, entry, and how many times a year apart they are
TAKES: Mapping[str, Mapping[str, tuple[str, str, float]]] = {
    CASH: {"loan": (LOANS, "required_payment", 1)},
    COVER: {"necessary": (CASH, "necessary_spending", 1), "pay": (PAY, "offer_a_pay", 1)},
    PAY: {"wrvu_visit": (VISIT, "wrvu_per_visit", 1)},
    LEAVING: {"take_home": (CASH, "take_home", 1)},
    TAX: {"first_wage": (PAY, "offer_a_pay", 1)},
    WORK: {"paycheck": (PAY, "offer_a_pay", 1 / 24)},
    ROTH: {"rate": (TAX, "next_dollar_rate", 1)},
    FEES: {"saving": (WORK, "deferral_in_year", 1)},
    OWN: {"practice_payments": (PRACTICE, "payments", 1)},
    ENOUGH: {
        "savings": (FEES, "invested_now", 1),
        "saving": (WORK, "deferral_in_year", 1),
        "take_home": (CASH, "take_home", 12),
    },
}

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
        for name, (page, entry, times) in TAKES.get(slug, {}).items():
            given[name] = plan.entries[f"{page}.{entry}"] * times
        plan.inputs[slug] = given
        plan.calculations[slug] = Calculation(Program(compiled), given)
        for entry, name in WRITES[slug].items():
            plan.entries[f"{slug}.{entry}"] = _as_written(compiled, name, plan.calculations[slug])
    return plan


def _as_written(compiled: Any, name: str, calculation: Calculation) -> float:
    """What the learner copies: percentages as shown, dollars without cents unless the calculator shows them."""
    one = next(one for one in [*compiled["inputs"], *compiled["formulas"]] if one["key"] == name)
    value = calculation.value(name) * (100 if one["unit"] == "percent" else 1)
    return rounded(value, one.get("decimals") or (0 if one["unit"] == "usd" else 2))
