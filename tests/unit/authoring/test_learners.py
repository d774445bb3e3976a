"""Three learners' plans through all sixteen calculators: numbers carry from page to page."""

import math
import re
from collections.abc import Mapping
from typing import Any

import pytest

from shared.authoring.calculators.carried import broken_ways
from shared.authoring.calculators.doubles import Calculation
from shared.authoring.module import Module
from tests.support.learners import (
    CASH,
    COVER,
    ENOUGH,
    FEES,
    LEARNERS,
    LOANS,
    ORDER,
    carried,
    course_modules,
)


@pytest.fixture(scope="module")
def modules() -> Mapping[str, Module]:
    """The course's modules."""
    return course_modules()


def test_every_module_has_its_page_and_its_calculator(modules: Mapping[str, Module]) -> None:
    """Sixteen modules, each with a calculator that writes into the module's page; eight or more take from others."""
    assert set(ORDER) == set(modules)
    assert len(ORDER) == 16
    calculators = [module.calculator or {} for module in modules.values()]
    assert [one["title"] for one in calculators if not one["writes"]] == []
    assert sum(bool(one["takes"]) for one in calculators) >= 8


def test_a_number_that_cannot_be_carried_is_said(modules: Mapping[str, Module]) -> None:
    """What is taken has to be written by another module's calculator, and what is written has to have a line."""
    cash = modules[CASH]
    assert cash.calculator is not None
    taken = {"loan": {"page": LOANS, "entry": "required_paymnt", "times": 1, "over": 1}}
    broken = cash._replace(calculator={**cash.calculator, "takes": taken, "writes": {"take_hom": "take_home"}})
    said = [text for _, text in broken_ways([broken, modules[LOANS]])]
    assert [text for text in said if "no entry 'take_hom' to write (did you mean 'take_home'?)" in text]
    assert [text for text in said if "does not write (did you mean 'required_payment'?)" in text]
    assert [text for _, text in broken_ways([cash]) if "which is no other module's page" in text]


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_plan_is_carried_through(modules: Mapping[str, Module], learner: str) -> None:
    """What is carried fits the next calculator's limits, and every sentence that is said has its figures."""
    plan = carried(modules, LEARNERS[learner])
    assert all(math.isfinite(value) for value in plan.entries.values()), plan.entries
    for slug, calculation in plan.calculations.items():
        compiled = modules[slug].calculator
        assert compiled is not None
        for one in compiled["inputs"]:
            value = plan.inputs[slug].get(one["key"], one["default"])
            allowed = [option["value"] for option in one["options"]]
            assert value in allowed if allowed else one["least"] <= value <= one["most"], (slug, one["key"], value)
        for output in compiled["outputs"]:
            fits = [said for said in output["sentences"] if _holds(calculation, said["when"])]
            for name in re.findall(r"\{([^{}]+)\}", fits[0]["text"]) if fits else []:
                assert math.isfinite(calculation.value(name)), (slug, name)


@pytest.mark.parametrize("learner", LEARNERS)
def test_what_is_taken_is_what_was_written(modules: Mapping[str, Module], learner: str) -> None:
    """Each number that a later calculator takes is the one on the earlier page."""
    plan = carried(modules, LEARNERS[learner])
    for slug, module in modules.items():
        calculator = module.calculator or {}
        units = {one["key"]: one["unit"] for one in calculator["inputs"]}
        for name, taken in calculator["takes"].items():
            inside = plan.calculations[slug].value(name)
            part = taken["times"] / taken["over"] / (100 if units[name] == "percent" else 1)
            assert inside == pytest.approx(plan.entries[f"{taken['page']}.{taken['entry']}"] * part, rel=1e-5), name


def test_one_change_runs_through_the_plan(modules: Mapping[str, Module]) -> None:
    """A higher income behind the loan's payment reaches the runway and the insurance page, and no other.

    The insurance page counts it seven times: four months without benefits, three more on the own policy alone.
    """
    before = carried(modules, LEARNERS["a new attending"]).entries
    after = carried(modules, {**LEARNERS["a new attending"], LOANS: {"agi_now": 90000}}).entries
    more = after[f"{LOANS}.required_payment"] - before[f"{LOANS}.required_payment"]
    assert more == pytest.approx(200)
    assert after[f"{CASH}.necessary_spending"] - before[f"{CASH}.necessary_spending"] == pytest.approx(more, abs=1)
    assert after[f"{COVER}.fund_for_wait"] - before[f"{COVER}.fund_for_wait"] == pytest.approx(7 * more, abs=7)
    assert after[f"{CASH}.saving_rate"] < before[f"{CASH}.saving_rate"]
    assert [after[f"{one}"] for one in after if one.startswith((FEES, ENOUGH))] == [
        before[one] for one in before if one.startswith((FEES, ENOUGH))
    ]


def _holds(calculation: Calculation, when: Any) -> bool:
    return when is None or calculation.evaluate(when) == 1
