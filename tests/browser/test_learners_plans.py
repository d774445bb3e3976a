"""The finished plan: three learners keep what the sixteen calculators gave them, and print it as one document."""

from collections.abc import Callable
from pathlib import Path
from subprocess import run

import pytest

from tests import system
from tests.browser.reader import Reader
from tests.support.learners import LEARNERS, ORDER, carried, course_modules

pytestmark = pytest.mark.browser

KEEP = """async (entries) => {
  const { ask } = await import("/scripts/api.js");
  await ask("study/plan", { method: "PUT", body: { entries } });
}"""


def test_three_plans_are_kept_and_printed(new_reader: Callable[..., Reader], tmp_path: Path) -> None:
    """Every number that was carried stands in its line of the plan, and the printed document has all sixteen pages."""
    program = system.require("pdftotext")
    modules = course_modules()
    titles = [page.head.title for slug in ORDER if (page := modules[slug].plan)]
    assert len(titles) == 16
    for learner, inputs in LEARNERS.items():
        entries = carried(modules, inputs).entries
        reader = new_reader()
        reader.sign_up()
        reader.instance.command("access", "grant", reader.email)
        reader.page.evaluate(KEEP, {key: _written(value) for key, value in entries.items()})
        reader.open("/plan")
        shown = reader.page.evaluate(
            "keys => Object.fromEntries(keys.map(key => [key, document.getElementById('plan-' + key).value]))",
            list(entries),
        )
        assert shown == {key: _written(value) for key, value in entries.items()}, learner
        paper = tmp_path / "plan.pdf"
        reader.page.pdf(path=paper, format="Letter")
        said = run([program, "-raw", paper, "-"], check=True, capture_output=True, text=True, timeout=60).stdout
        assert [title for title in titles if title not in " ".join(said.split())] == [], learner


def _written(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
