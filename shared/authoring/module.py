"""One module's folder as a Module, whole and rendered; what is wrong with it becomes findings."""

from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from shared.authoring import rules
from shared.authoring.assets import Asset, Shelf
from shared.authoring.calculators.load import load_calculator
from shared.authoring.fact_rules import FactBook
from shared.authoring.files import CourseFolder, Source
from shared.authoring.findings import Findings
from shared.authoring.lesson import Block, blocks_of, case_parts, split_head
from shared.authoring.markdown import Rendered, render
from shared.authoring.page import Examples, Link, Passage, filled
from shared.authoring.plan_page import PlanHead, PlanPage, check_plan, plan_parts
from shared.authoring.records import CaseHead, ChoiceQuestion, LessonHead, NumericQuestion, QuizFile
from shared.authoring.validation import record_in
from shared.authoring.yaml_source import Document, parse_yaml

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
    explanations_html: dict[str, str]


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
    """A module, whole; `quiz` is its quiz as written, for the check."""

    slug: str
    folder: str
    head: LessonHead
    content: str
    first_line: int
    blocks: list[Block]
    assets: list[Asset]
    drawings: dict[str, bytes]
    questions: list[QuizQuestion]
    quiz: QuizFile | None
    case: Case | None
    plan: PlanPage | None
    calculator: dict[str, Any] | None
    examples: Examples


class Shop(NamedTuple):
    """What all modules of a course share while they are made."""

    facts: FactBook
    links: list[Link]
    findings: Findings

    def passage(self, path: str, place: str, shelf: Shelf | None = None, examples: Examples | None = None) -> Passage:
        """Return a passage of file `path`; `place` is how `facts due` names it, `examples` collects its examples."""
        return Passage(path, self.facts, shelf, self.findings, self.links, {} if examples is None else examples, place)


def load_module(folder: CourseFolder, name: str, shop: Shop) -> Module | None:
    """Return the module in `folder`; None where its lesson has no readable front matter."""
    slug, findings = rules.slug_of(name), shop.findings
    source = folder.text("lesson.md")
    parts = split_head(source, findings) if source else None
    found = record_of(parts[0], LessonHead, findings) if parts else None
    if parts is None:
        return None
    head = found[1] if found else None
    shelf = Shelf(folder, slug, is_public=bool(head and head.preview), findings=findings)
    examples: Examples = {}
    blocks = blocks_of(parts[1], shop.passage(parts[1].path, f"lesson {slug}", shelf, examples))
    quiz = record_of(folder.text("quiz.yaml"), QuizFile, findings)
    questions = _questions(*quiz, slug, [block.key for block in blocks], shop) if quiz else []
    case, plan = _case(folder, slug, shop, examples), _plan(folder, slug, shop)
    calculator = load_calculator(folder, slug, shop.facts, examples, findings)
    if head is None or found is None:
        return None
    summary = filled(head.summary, shop.passage(parts[1].path, f"lesson {slug}"), found[0].line(("summary",)))
    head = head.model_copy(update={"summary": summary})
    return Module(
        slug,
        name,
        head,
        parts[1].text,
        parts[1].first_line,
        blocks,
        list(shelf.assets.values()),
        shelf.drawings,
        questions,
        quiz[1] if quiz else None,
        case,
        plan,
        calculator,
        examples,
    )


def _questions(document: Document, quiz: QuizFile, slug: str, blocks: list[str], shop: Shop) -> list[QuizQuestion]:
    rules.check_quiz(document, quiz, blocks, shop.findings)
    made: list[QuizQuestion] = []
    for index, question in enumerate(quiz.questions):
        passage = shop.passage(document.path, f"question {slug}/{question.key}")
        made.append(_question(question, passage, document, ("questions", index)))
    return made


def _question(
    question: ChoiceQuestion | NumericQuestion, passage: Passage, document: Document, place: tuple[str, int]
) -> QuizQuestion:
    def rendered(text: str, *names: str | int) -> Rendered:
        return render(Source(document.path, text, document.line((*place, *names))), passage)

    stem = rendered(question.question, "question")
    options: list[dict[str, str]] = []
    explanations: dict[str, Rendered] = {}
    tolerance = unit = None
    if isinstance(question, NumericQuestion):
        tolerance, unit = question.tolerance, question.unit
        explanations["answer"] = rendered(question.explanation, "explanation")
    else:
        for number, option in enumerate(question.options):
            said = rendered(option.text, "options", number, "text")
            options.append({"id": option.id, "text": said.text, "html": said.html})
            explanations[option.id] = rendered(option.explanation, "options", number, "explanation")
    return QuizQuestion(
        question.key,
        question.kind,
        question.block,
        stem.text.replace("\n", "\n\n"),
        stem.html,
        options,
        rules.right_answers(question),
        tolerance,
        unit,
        {name: why.text for name, why in explanations.items()},
        {name: why.html for name, why in explanations.items()},
    )


def _case(folder: CourseFolder, slug: str, shop: Shop, examples: Examples) -> Case | None:
    """A module may go without a case."""
    parts = _parts(folder, "case.md", shop.findings)
    if parts is None:
        return None
    found = record_of(parts[0], CaseHead, shop.findings)
    narrative, answer = case_parts(parts[1], shop.passage(parts[1].path, f"case {slug}", None, examples))
    if found is None:
        return None
    rules.check_case(*found, shop.findings)
    head = found[1]
    said = shop.passage(parts[1].path, f"case {slug}")
    lines = [found[0].line(("rubric", index)) for index in range(len(head.rubric))]
    rubric: list[dict[str, object]] = [
        {**item.model_dump(), "text": filled(item.text, said, line)}
        for item, line in zip(head.rubric, lines, strict=True)
    ]
    prompt = filled(head.prompt, said, found[0].line(("prompt",)))
    return Case(head.id, head.title, prompt, narrative.html, narrative.text, rubric, answer.text, answer.html)


def _plan(folder: CourseFolder, slug: str, shop: Shop) -> PlanPage | None:
    """A module may go without a page of the plan until the course is whole."""
    parts = _parts(folder, "plan.md", shop.findings)
    if parts is None:
        return None
    found = record_of(parts[0], PlanHead, shop.findings)
    pieces, entries = plan_parts(parts[1], shop.passage(parts[1].path, f"plan {slug}"))
    if found is None:
        return None
    check_plan(parts[1].path, found[1], entries, shop.findings)
    return PlanPage(found[1], pieces, entries)


def _parts(folder: CourseFolder, name: str, findings: Findings) -> tuple[Source, Source] | None:
    source = folder.text(name) if (folder.folder / name).exists() else None
    return split_head(source, findings) if source else None


def record_of(
    source: Source | None, record: type[RecordType], findings: Findings
) -> tuple[Document, RecordType] | None:
    """Return the YAML in `source` and the record that it is; None where findings say why not."""
    document = parse_yaml(source, findings) if source else None
    found = record_in(document, record, findings) if document else None
    return (document, found) if document and found else None
