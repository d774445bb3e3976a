"""A course's folder as a Course, whole and rendered, or everything that is wrong with it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from shared.content import rules
from shared.content.assets import Asset, Shelf
from shared.content.files import CourseFolder, Source
from shared.content.findings import Findings
from shared.content.lesson import Block, blocks_of, case_parts, split_head
from shared.content.markdown import Passage, Rendered, render
from shared.content.records import (
    CaseHead,
    ChoiceQuestion,
    CourseFile,
    Fact,
    FactsFile,
    LessonHead,
    NumericQuestion,
    QuizFile,
)
from shared.content.validation import record_in
from shared.content.yaml_source import Document, parse_yaml

RecordType = TypeVar("RecordType", bound=BaseModel)


class QuizQuestion(NamedTuple):
    """A question as it is stored; `question` and the options' `text` are plain, their `html` rendered."""

    key: str
    kind: str
    block: str
    question: str
    question_html: str
    options: list[dict[str, str]]
    correct_answer: list[str]
    tolerance: str | None
    unit: str | None
    explanations: dict[str, str]


class Case(NamedTuple):
    """A case review as it is stored."""

    key: str
    title: str
    prompt: str
    html: str
    text: str
    rubric: list[dict[str, object]]
    model_answer: str
    model_answer_html: str


class Module(NamedTuple):
    """A module, whole."""

    slug: str
    head: LessonHead
    content: str
    blocks: list[Block]
    assets: list[Asset]
    questions: list[QuizQuestion]
    case: Case | None


class Course(NamedTuple):
    """A course, whole; modules in their order."""

    file: CourseFile
    facts: list[Fact]
    modules: list[Module]


def load_course(folder: Path, name: str | None = None, today: date | None = None) -> tuple[Course | None, Findings]:
    """Return the course in `folder` (called `name` in messages) and what was found; None where errors were."""
    findings = Findings()
    root = CourseFolder(folder, name or folder.as_posix(), findings)
    found = _record(root.text("course.yaml"), CourseFile, findings)
    facts = _facts(root, today or datetime.now(UTC).date(), findings)
    if found is None:
        return None, findings
    document, course = found
    rules.check_course(document, course, _module_folders(folder), findings)
    modules = [_module(root.below(each), each, facts, findings) for each in course.modules]
    if findings.errors():
        return None, findings
    return Course(course, list(facts.values()), [module for module in modules if module]), findings


def _facts(root: CourseFolder, today: date, findings: Findings) -> dict[str, Fact]:
    found = _record(root.text("facts.yaml"), FactsFile, findings)
    if found is None:
        return {}
    rules.check_facts(*found, today, findings)
    return {fact.key: fact for fact in found[1].facts}


def _module(folder: CourseFolder, name: str, facts: dict[str, Fact], findings: Findings) -> Module | None:
    slug = rules.slug_of(name)
    source = folder.text("lesson.md")
    parts = split_head(source, findings) if source else None
    found = _record(parts[0], LessonHead, findings) if parts else None
    if parts is None:
        return None
    head = found[1] if found else None
    shelf = Shelf(folder, slug, is_public=bool(head and head.preview), findings=findings)
    blocks = blocks_of(parts[1], Passage(parts[1].path, facts, shelf, findings))
    questions = _questions(folder, [block.key for block in blocks], facts, findings)
    case = _case(folder, facts, findings)
    if head is None:
        return None
    return Module(slug, head, parts[1].text, blocks, list(shelf.assets.values()), questions, case)


def _questions(
    folder: CourseFolder, blocks: list[str], facts: dict[str, Fact], findings: Findings
) -> list[QuizQuestion]:
    found = _record(folder.text("quiz.yaml"), QuizFile, findings)
    if found is None:
        return []
    document, quiz = found
    rules.check_quiz(document, quiz, blocks, findings)
    passage = Passage(document.path, facts, None, findings)
    return [
        _question(question, passage, document, ("questions", index)) for index, question in enumerate(quiz.questions)
    ]


def _question(
    question: ChoiceQuestion | NumericQuestion, passage: Passage, document: Document, place: tuple[str, int]
) -> QuizQuestion:
    def rendered(text: str, *names: str | int) -> Rendered:
        return render(Source(document.path, text, document.line((*place, *names))), passage)

    stem = rendered(question.question, "question")
    options: list[dict[str, str]] = []
    explanations: dict[str, str] = {}
    tolerance = unit = None
    if isinstance(question, NumericQuestion):
        tolerance, unit = question.tolerance, question.unit
        explanations["answer"] = rendered(question.explanation, "explanation").text
    else:
        for number, option in enumerate(question.options):
            said = rendered(option.text, "options", number, "text")
            options.append({"id": option.id, "text": said.text, "html": said.html})
            explanations[option.id] = rendered(option.explanation, "options", number, "explanation").text
    return QuizQuestion(
        question.key, question.kind, question.block, stem.text.replace("\n", "\n\n"), stem.html, options,
        rules.right_answers(question), tolerance, unit, explanations,
    )  # fmt: skip


def _case(folder: CourseFolder, facts: dict[str, Fact], findings: Findings) -> Case | None:
    """A module may go without a case."""
    if not (folder.folder / "case.md").exists():
        return None
    source = folder.text("case.md")
    parts = split_head(source, findings) if source else None
    if parts is None:
        return None
    found = _record(parts[0], CaseHead, findings)
    narrative, answer = case_parts(parts[1], Passage(parts[1].path, facts, None, findings))
    if found is None:
        return None
    rules.check_case(*found, findings)
    head = found[1]
    rubric = [item.model_dump() for item in head.rubric]
    return Case(head.id, head.title, head.prompt, narrative.html, narrative.text, rubric, answer.text, answer.html)


def _record(source: Source | None, record: type[RecordType], findings: Findings) -> tuple[Document, RecordType] | None:
    document = parse_yaml(source, findings) if source else None
    found = record_in(document, record, findings) if document else None
    return (document, found) if document and found else None


def _module_folders(folder: Path) -> list[str]:
    try:
        return [path.parent.name for path in folder.glob("*/lesson.md") if path.parent.name[:1].isdigit()]
    except OSError:
        return []
