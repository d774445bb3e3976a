"""The house rules of the course: each one fires on a copy of a real module that breaks it, with its file."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from shared.authoring.editorial.guessing import winning
from shared.authoring.editorial.judge import judge
from shared.authoring.editorial.prose import grade_of, sentences_of
from shared.authoring.editorial.table import HEAD, table
from shared.authoring.load import load_course
from shared.authoring.records import ChoiceQuestion
from tests.integration.content.broken_rules import BROKEN
from tests.support.running import ROOT

TODAY = date(2026, 11, 28)
MODULE = "01-cash-flow-and-net-worth"
COURSE = ROOT / "sql" / "course"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A course of one real module, held to the full standard."""
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copytree(COURSE / MODULE, folder / MODULE)
    for path in (copied := folder / MODULE).glob("*.md"):
        path.write_text(re.sub(r"\]\(/learn/[^)]*\)", "](https://www.irs.gov)", path.read_text()))
    tool = copied / "calculator.yaml"  # nothing to take from modules that are not here
    tool.write_text(re.sub(r"(?m)^takes:\n(?:  .*\n)+", "", tool.read_text()))
    used = "".join(path.read_text() for path in sorted(copied.glob("*.*")))
    head, *facts = re.split(r"(?m)^(?=  - key: )", (COURSE / "facts.yaml").read_text())
    wanted = [fact for fact in facts if re.search(rf"\b{re.escape(fact.split()[2])}\b", used)]
    (folder / "facts.yaml").write_text("".join([head, *wanted]))
    head = (COURSE / "course.yaml").read_text().partition("modules:")[0]
    head = re.sub(r"standard: .*\n", "", head)
    (folder / "course.yaml").write_text(f"{head}standard: full\nmodules: [{MODULE}]\n")
    return folder


def faults(folder: Path) -> list[str]:
    """Return what fails the check of `folder`."""
    course, findings = load_course(folder, "course", TODAY)
    assert course is not None, findings.errors()
    judge(course, folder, "course", findings)
    return [str(fault) for fault in findings.faults()]


@pytest.mark.parametrize("broken", ["long", "bare", "guessed", "short"])
def test_each_rule_fires(copy: Path, broken: str) -> None:
    """A module that breaks rules fails the check, and a sentence for each says which."""
    wanted: list[str] = []
    for name, (where, file, edit, said) in BROKEN.items():
        if where == broken:
            before = (copy / MODULE / file).read_text()
            changed = edit(before)
            assert changed != before, f"{name}: the copy is not broken"
            (copy / MODULE / file).write_text(changed)
            wanted.append(said)
    if broken == "bare":
        (copy / MODULE / "calculator.yaml").unlink()  # its example went with the others
    found = faults(copy)
    assert [said for said in wanted if not any(said in fault for fault in found)] == [], found


@pytest.mark.parametrize("file", ["case.md", "plan.md", "calculator.yaml"])
def test_what_every_module_has(copy: Path, file: str) -> None:
    """A module without case, page of the plan or calculator fails the check."""
    (copy / MODULE / file).unlink()
    assert any(f"the module has no {file}" in fault for fault in faults(copy))


def test_a_drawing_says_the_lessons_numbers(copy: Path) -> None:
    """A number in a drawing that stands nowhere in the lesson fails the check."""
    drawing = next(iter(sorted((copy / MODULE / "images").glob("*.svg"))))
    drawing.write_text(re.sub(r"(<text[^>]*>)", r"\g<1>98,765 ", drawing.read_text(), count=1))
    assert any("the drawing says 98,765" in fault for fault in faults(copy))


def test_the_whole_module_keeps_the_rules(copy: Path) -> None:
    """The module itself breaks none of them."""
    assert faults(copy) == []


def question(*lengths: int, right: int, also: int = -1, kind: str = "single") -> ChoiceQuestion:
    """Return a choice whose options have these lengths."""
    options = [
        {"id": "abcde"[place], "text": chr(97 + place) * length, "correct": place in {right, also}, "explanation": "x"}
        for place, length in enumerate(lengths)
    ]
    return ChoiceQuestion.model_validate({"key": "k", "kind": kind, "block": "b", "question": "q", "options": options})


def test_guessers_are_found() -> None:
    """By the longest, the shortest or a position; an even spread lets nobody win."""
    longest = [question(10, 11, 12, 30, right=3), question(30, 11, 12, 10, right=0)] * 15
    assert any("the longest option gets 100% right" in said for said in winning(longest))
    shortest = [question(30, 29, 28, 5, right=3), question(5, 29, 28, 30, right=0)] * 15
    assert any("the shortest option gets 100%" in said for said in winning(shortest))
    assert any("option b" in said for said in winning([question(10, 10, 10, 10, right=1)] * 30))
    second = [question(10, 11, 12, 30, right=2), question(30, 11, 12, 10, right=2)] * 15
    assert any("the second longest option gets 100%" in said for said in winning(second))
    pairs = [question(30, 11, 29, 10, right=0, also=2, kind="multiple")] * 30
    assert any("the longer half of a multiple choice gets 100%" in said for said in winning(pairs))
    spread = [(right, turn) for right in range(4) for turn in range(4)] * 2
    even = [question(*(20 + (place + turn) % 4 for place in range(4)), right=right) for right, turn in spread]
    assert winning(even) == []


def test_sentences_are_counted_as_read() -> None:
    """A fact counts as its value, a title is no end of a sentence, examples and headings are none."""
    found = sentences_of(
        "### A heading\n\nDr. Ito has **two** loans. She pays $1,900.50 a month.\n\n~~~example A\n"
        "Pay: 1 * 1 = 1\n~~~\n\n- One item.\n",
        10,
        {},
    )
    assert [(sentence.line, len(sentence.words)) for sentence in found] == [(12, 5), (12, 5), (18, 2)]
    easy = grade_of(sentences_of("You save a bit. You see it grow. It is slow.", 1, {}))
    hard = grade_of(sentences_of("Institutional considerations necessitate organizational documentation.", 1, {}))
    assert easy < 3 < 15 < hard


def test_the_table_has_a_line_for_each_module(copy: Path) -> None:
    """Words, minutes, grade, questions by kind, tools and facts stand in one line a module."""
    course, _ = load_course(copy, "course", TODAY)
    assert course is not None
    head, line = table(course, TODAY)
    assert head == HEAD
    assert re.match(
        r"cash-flow-and-net-worth +1,\d{3} +\d+ +\d+\.\d +\d/\d/\d +yes +yes +.*reported.*0 verified$", line
    )
