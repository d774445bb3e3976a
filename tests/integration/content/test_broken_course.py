"""A broken course file: every mistake with its file and line in one sentence, exit code 1, nothing loaded."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.authoring.cli import main
from tests.support.courses import write_course
from tests.support.running import ROOT

LESSON, QUIZ, CASE = "03-insurance/lesson.md", "03-insurance/quiz.yaml", "03-insurance/case.md"
Check = Callable[..., list[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small course, whole."""
    return write_course(tmp_path / "course")


@pytest.fixture
def check(folder: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run `course check` (or another command) on the folder, which is refused; return the lines that it says."""

    def run(command: str = "check") -> list[str]:
        assert main([command, str(folder)]) == 1
        *found, last = capsys.readouterr().err.splitlines()
        assert last.startswith("The course has ")
        assert last.endswith("; nothing was loaded.")
        return [line.removeprefix(f"{folder}/") for line in found if ": warning: " not in line]

    return run


LONGEST_QUESTION = 12  # a mistake of a whole question is said of its first line
# file, what is written there, what it is replaced with, and what is said (of the line where that begins)
MISTAKES = {
    "YAML that is none": ("course.yaml", "modules: [", "modules: [[", ""),
    "a tab in YAML": (QUIZ, "    kind: single", "\tkind: single", ""),
    "a key given twice": ("course.yaml", "summary: Three", "title: Again\nsummary: Three", "title"),
    "a field nobody knows": (LESSON, "preview: false", "minuets: 25", "there is no field 'minuets'"),
    "a field of the wrong type": (LESSON, "preview: false", "preview: soon", "'preview' is 'soon'"),
    "a number out of reach": (QUIZ, 'answer: "330000"', 'answer: "3300001234567890"', "answer'"),
    "text that is a number": ("course.yaml", 'version: "1"', "version: 1", "'version' must be text; quote it"),
    "a price in pieces": ("course.yaml", "amount_minor: 49900", "amount_minor: 499.5", "'price.amount_minor'"),
    "a currency in capitals": ("course.yaml", "currency: usd", "currency: USD", "'price.currency'"),
    "a module listed twice": ("course.yaml", "[01-cash-flow", "[01-cash-flow, 01-cash-flow", "slugs are unique"),
    "a fact without a source": ("facts.yaml", "      url: https://studentaid.gov/pslf\n", "", "url' is missing"),
    "a fact from an unsafe address": ("facts.yaml", "https://studentaid", "http://studentaid", "source.url'"),
    "a date that is none": ("facts.yaml", "from: 2007-10-01", "from: 2007-13-01", ""),
    "a fact that is not there": (LESSON, "{{fact:pslf.qualifying_payments}}", "{{fact:none.such}}", "none.such"),
    "no front matter": (LESSON, "---\ntitle", "title", "the file begins with front matter"),
    "front matter without end": (LESSON, "---\n## What", "## What", "the front matter has no end"),
    "a heading without an id": (LESSON, "## How it works {#how-it-works}", "## How it works", "the heading has no id"),
    "a block id twice": (LESSON, "{#how-it-works}", "{#what-it-is}", "block id 'what-it-is' is used twice"),
    "a block id in capitals": (LESSON, "{#how-it-works}", "{#How}", "is not lower-case words-with-dashes"),
    "a picture that is not there": (LESSON, "images/growth.svg", "images/missing.svg", "there is no file 'images/miss"),
    "a picture without words": (LESSON, "![A rectangle that grows]", "![]", ""),
    "a picture from elsewhere": (LESSON, "images/growth.svg", "https://example.org/a.png", ""),
    "a path that leads out": (LESSON, "images/growth.svg", "images/../../02-student-loans/images/growth.svg", ""),
    "arithmetic that is wrong": (LESSON, "252000 / 12 = $21,000", "252000 / 12 = $22,000", "252000 / 12 is 21,000"),
    "arithmetic that divides by zero": (LESSON, "252000 / 12 = $21,000", "252000 / 0 = $21,000", "divides by zero"),
    "arithmetic that is none": (LESSON, "252000 / 12 = $21,000", "__import__('os') = 1", "may hold only numbers"),
    "HTML in a lesson": (LESSON, "in **plain** words", "in <b>plain</b> words", ""),
    "a link to nowhere": (LESSON, "in **plain** words", "in [words](#nowhere)", "there is no block 'nowhere'"),
    "a question key twice": (QUIZ, "key: parts", "key: rate", "question 'rate' is given twice"),
    "a question about no block": (QUIZ, "block: how-it-works", "block: none", "names block 'none'"),
    "a kind nobody knows": (QUIZ, "kind: multiple", "kind: several", "a kind that does not exist"),
    "no right option": (QUIZ, 'text: "$50", correct: true', 'text: "$50"', "has 0 correct options"),
    "an option without a reason": (QUIZ, ', explanation: "That is more than half."', "", "explanation' is missing"),
    "an option id twice": (QUIZ, "{id: b, text: Two", "{id: a, text: Two", "uses an option's id twice"),
    "an answer that is a number": (QUIZ, 'answer: "330000"', "answer: 330000", "answer' must be text; quote it"),
    "an answer with commas": (QUIZ, 'answer: "330000"', 'answer: "330,000"', "'questions[pay].answer'"),
    "an answer in words": (QUIZ, 'answer: "330000"', 'answer: "many"', "write a plain number, without commas"),
    "a negative tolerance": (QUIZ, 'tolerance: "0"', 'tolerance: "-1"', "tolerance'"),
    "a case without an answer": (CASE, "## Model answer\n", "", "the case has no answer"),
    "a rubric without points": (CASE, ", points: 2", "", "points' is missing"),
    "a NUL": (LESSON, "in **plain** words", "in \0 words", "there is a NUL character here"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_line(folder: Path, check: Check, mistake: str) -> None:
    """The mistake, and nothing worse, is said: the file, a line at or beside it, and what to do."""
    name, before, after, says = MISTAKES[mistake]
    text = (folder / name).read_text()
    assert text.count(before) >= 1
    (folder / name).write_text(text.replace(before, after, 1))
    named = [line for line in check() if line.startswith(f"{name}:") and says in line]
    begins = 1 + text[: text.index(before)].count("\n")
    lines = [int(line.removeprefix(f"{name}:").partition(":")[0]) for line in named]
    assert any(begins - LONGEST_QUESTION <= line <= begins + 3 for line in lines), named


def test_all_mistakes_at_once(folder: Path, check: Check) -> None:
    """One run tells everything, file by file and line by line."""
    mistakes = [
        (CASE, ", points: 2", ""),
        (LESSON, "preview: false", "preview: 0"),
        (QUIZ, "block: how", "block: none"),
    ]
    for name, before, after in mistakes:
        (folder / name).write_text((folder / name).read_text().replace(before, after, 1))
    said = check()
    assert [line.partition(":")[0] for line in said] == [CASE, LESSON, QUIZ]
    assert said == sorted(said)


@pytest.mark.parametrize("name", ["course.yaml", "facts.yaml", LESSON, QUIZ])
def test_a_file_that_is_missing(folder: Path, check: Check, name: str) -> None:
    """A file that has to be there is named."""
    (folder / name).unlink()
    assert f"{name}:1: the file is missing; write it or correct its name" in check()


def test_a_module_without_a_folder(folder: Path, check: Check) -> None:
    """A module that course.yaml lists and nobody wrote is named by its lesson."""
    course = folder / "course.yaml"
    course.write_text(course.read_text().replace("[01-cash-flow", "[04-none, 01-cash-flow"))
    assert "04-none/lesson.md:1: the file is missing; write it or correct its name" in check()


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"\0" * 100, b"", b"[" * 100_000, b"a: &a [*a]\n", b"- " * 50_000, b"{" * 10_000]
)
def test_a_file_that_is_anything(folder: Path, check: Check, content: bytes) -> None:
    """Bytes that are no course file are refused with a line, whatever they are."""
    (folder / "course.yaml").write_bytes(content)
    assert any(line.startswith("course.yaml:") for line in check())


def test_no_course_at_all(folder: Path, check: Check) -> None:
    """A folder that is a file is one mistake like any other."""
    shutil.rmtree(folder)
    folder.touch()
    assert any("course.yaml" in line for line in check())


def test_a_sync_of_a_broken_course(folder: Path, check: Check) -> None:
    """A sync says the same and does nothing, not even look for the database."""
    (folder / QUIZ).unlink()
    assert any("the file is missing" in line for line in check("sync"))


def test_the_command(folder: Path) -> None:
    """`python -m shared course check` says it on stderr, without a traceback, and exits with 1; 2 for wrong usage."""
    (folder / LESSON).write_text("nothing")
    for arguments, code in ((["check", str(folder)], 1), (["chekc"], 2)):
        finished = subprocess.run(
            [sys.executable, "-m", "shared", "course", *arguments],
            cwd=ROOT,
            env={},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (finished.returncode, finished.stdout) == (code, "")
        assert finished.stderr
        assert "Traceback" not in finished.stderr
