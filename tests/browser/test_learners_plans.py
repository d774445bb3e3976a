"""The finished plan: three learners carry their numbers through sixteen calculators, and print it as one document."""

from collections.abc import Callable
from pathlib import Path
from subprocess import run

import pytest

from tests import system
from tests.browser.reader import Reader
from tests.support.learners import LEARNERS, ORDER, carried, course_modules

pytestmark = pytest.mark.browser

CARRY = """async ({ slug, own }) => {
  const { ask } = await import("/scripts/api.js");
  const { showCalculator } = await import("/scripts/calculator.js");
  const { calculator } = await ask(`get-module/${slug}`);
  const place = document.getElementById("page-calculator");
  await showCalculator(place, slug, calculator);
  for (const [key, value] of Object.entries(own)) {
    const field = document.getElementById(`calculator-${key}`);
    field.value = value;
    field.dispatchEvent(new Event(field.localName === "select" ? "change" : "input", { bubbles: true }));
  }
  [...place.querySelectorAll("button")].find((button) => button.textContent === "Write into my plan").click();
  const deadline = Date.now() + 10_000;
  while (!place.textContent.includes("Written into") && Date.now() < deadline) await new Promise(requestAnimationFrame);
  const set = (key) => Number(document.getElementById(`calculator-${key}`).value);
  return Object.fromEntries(Object.keys(calculator.takes).map((key) => [key, set(key)]));
}"""


def test_three_plans_are_carried_and_printed(new_reader: Callable[..., Reader], tmp_path: Path) -> None:
    """Each calculator begins with what earlier ones wrote into the plan, which prints with all sixteen pages."""
    program = system.require("pdftotext")
    modules = course_modules()
    titles = [page.head.title for slug in ORDER if (page := modules[slug].plan)]
    assert len(titles) == 16
    for learner, inputs in LEARNERS.items():
        plan = carried(modules, inputs)
        reader = new_reader()
        reader.sign_up()
        reader.instance.command("access", "grant", reader.email)
        reader.open("/learn/cash-flow-and-net-worth")
        for slug in ORDER:
            taken = reader.page.evaluate(CARRY, {"slug": slug, "own": dict(inputs.get(slug, {}))})
            assert taken == pytest.approx({name: plan.inputs[slug][name] for name in taken}), (learner, slug)
        reader.open("/plan")
        shown = reader.page.evaluate(
            "keys => Object.fromEntries(keys.map(key => [key, document.getElementById('plan-' + key).value]))",
            list(plan.entries),
        )
        assert shown == {key: _written(value) for key, value in plan.entries.items()}, learner
        paper = tmp_path / "plan.pdf"
        reader.page.pdf(path=paper, format="Letter")
        said = run([program, "-raw", paper, "-"], check=True, capture_output=True, text=True, timeout=60).stdout
        assert [title for title in titles if title not in " ".join(said.split())] == [], learner


def _written(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
