"""The evaluation judges a model: held with a scripted one that answers as each case's author would, well and badly."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.judge import Case, Given, faults, read_cases
from tests.support.provider import Line, Provider, refuses, says

ROOT = Path(__file__).resolve().parents[3]
KINDS, CASES = read_cases()
HEADINGS = {
    "emergency-fund": "The emergency fund",
    "cash-flow": "Cash flow",
    "net-worth": "Net worth",
    "lifestyle-creep": "The jump in pay",
    "consolidation": "Consolidation",
    "definition": "The definition",
    "tax-on-benefits": "Who pays the premium",
}


def answering(which: Callable[[Case], str]) -> Callable[[Line, Mapping[str, Any]], None]:
    """Return a provider's script that gives each case the answer that `which` takes from it."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        content = asked["input"][-1]["content"]
        question = html.unescape(content.rpartition("<question>\n")[2].removesuffix("\n</question>"))
        case = next(case for case in CASES if case.question == question)
        says(which(case).replace("{cite}", f"[{_number(content, case)}]"))(line, asked)

    return script


def _number(content: str, case: Case) -> str:
    """The number of the passage that the case wants cited; the first for any."""
    heading = HEADINGS.get(case.cites[0], "") if case.cites else ""
    found = re.search(rf'<passage id="(\d+)"[^>]*>\n{heading}', content)
    return found[1] if found else "1"


@pytest.fixture
def model() -> Generator[Provider]:
    """A model to evaluate."""
    made = Provider()
    yield made
    made.close()


def evaluate(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run `make evaluate` with nothing but this in its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME")}  # noqa: TID251 (passed on)
    command = [sys.executable, "-m", "tests.evaluate"]
    return subprocess.run(
        command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_without_a_model_it_says_so() -> None:
    """No key: one line and exit code 2."""
    done = evaluate()
    assert done.returncode == 2
    assert "OPENAI_API_KEY" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_good_model_passes(model: Provider) -> None:
    """Every kind gets its full score, and identifiers never reached the model."""
    model.script = answering(lambda case: case.good)
    done = evaluate(OPENAI_API_KEY="sk-scripted", OPENAI_BASE_URL=model.url)
    assert done.returncode == 0, done.stdout + done.stderr
    for kind in KINDS:
        total = sum(case.kind == kind.name for case in CASES)
        assert re.search(rf"{kind.name} +{total}/{total} .* ok", done.stdout)
    assert "00482913" not in model.text
    assert "123-45-6789" not in model.text
    assert "PINEAPPLE" in model.text, "the planted order was put before the model"


def test_a_bad_model_is_told_apart(model: Provider) -> None:
    """Answers that each case's author calls bad fail every kind that the model has a say in, and the run."""
    model.script = answering(lambda case: case.bad)
    done = evaluate(OPENAI_API_KEY="sk-scripted", OPENAI_BASE_URL=model.url, VERBOSE="1")
    assert done.returncode == 1
    for kind in KINDS:
        if kind.name != "identifiers":
            assert re.search(rf"{kind.name} +\d+/\d+ .* MISSED", done.stdout), done.stdout
    assert "answered: BANANA" in done.stdout


def test_a_model_that_is_away_fails(model: Provider) -> None:
    """No answer is no pass."""
    model.script = refuses(500)
    assert evaluate(OPENAI_API_KEY="sk-scripted", OPENAI_BASE_URL=model.url, AI_DEADLINE_SECONDS="2").returncode == 1


def test_every_kind_has_cases() -> None:
    """Each kind of question is asked at least three times."""
    for kind in KINDS:
        assert sum(case.kind == kind.name for case in CASES) >= 3


@pytest.mark.parametrize("case", [case for case in CASES if case.good], ids=lambda case: case.question[:40])
def test_the_judge_knows_good_from_bad(case: Case) -> None:
    """The good answer has no fault, the bad one has."""
    assert faults(case, Given(200, case.good, case.cites)) == []
    assert faults(case, Given(200, case.bad, [])) != []
