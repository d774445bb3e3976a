"""What makes a course right beyond the shape of its files."""

from collections.abc import Sequence
from fractions import Fraction

from shared.authoring.exact import evaluate, rounded
from shared.authoring.findings import Findings, listed
from shared.authoring.language import Incorrect
from shared.authoring.records import CaseHead, ChoiceQuestion, CourseFile, NumericQuestion, QuizFile
from shared.authoring.yaml_source import Document

QUESTIONS = range(8, 13)
KINDS = {"single", "multiple", "numeric"}


def check_course(document: Document, course: CourseFile, folders: Sequence[str], findings: Findings) -> None:
    """Each module is listed once, and each folder that looks like one is listed."""
    slugs: dict[str, str] = {}
    for index, folder in enumerate(course.modules):
        line = document.line(("modules", index))
        slug = slug_of(folder)
        if slug in slugs:
            findings.error(document.path, line, f"{folder!r} has the same slug as {slugs[slug]!r}; slugs are unique")
        slugs[slug] = folder
    for folder in sorted(set(folders) - set(course.modules)):
        findings.warn(
            document.path, document.line(("modules",)), f"the folder {folder!r} is not listed; it is not loaded"
        )


def check_quiz(document: Document, quiz: QuizFile, blocks: Sequence[str], findings: Findings) -> None:
    """Keys are unique, each question comes from a block of the lesson, and its answer is decidable."""
    seen: set[str] = set()
    for index, question in enumerate(quiz.questions):
        line = document.line(("questions", index))
        if question.key in seen:
            findings.error(document.path, line, f"question {question.key!r} is given twice; keys are unique")
        seen.add(question.key)
        if question.block not in blocks:
            where = document.line(("questions", index, "block"))
            findings.error(
                document.path,
                where,
                f"question {question.key!r} names block {question.block!r}, which "
                f"lesson.md does not have (blocks: {', '.join(blocks) or 'none'})",
            )
        if isinstance(question, ChoiceQuestion):
            for fault in [*_faults_of_options(question), *_unknown_misconceptions(question, quiz)]:
                findings.error(document.path, line, f"question {question.key!r} {fault}")
        elif question.working is not None:
            where = document.line(("questions", index, "working"))
            for fault in _faults_of_working(question.answer, question.working):
                findings.error(document.path, where, f"question {question.key!r} {fault}")
    _check_variety(document, quiz, findings)


def check_case(document: Document, case: CaseHead, findings: Findings) -> None:
    """The rubric's items have ids of their own."""
    ids = [item.id for item in case.rubric]
    for index, identity in enumerate(ids):
        if identity in ids[:index]:
            findings.error(document.path, document.line(("rubric", index)), f"rubric item {identity!r} is given twice")


def slug_of(folder: str) -> str:
    """Return the slug of a module's folder: its name without the number."""
    return folder.partition("-")[2]


def _faults_of_options(question: ChoiceQuestion) -> list[str]:
    ids = [option.id for option in question.options]
    right = sum(option.correct for option in question.options)
    faults: list[str] = []
    if len(set(ids)) < len(ids):
        faults.append("uses an option's id twice; ids are unique")
    if len({option.text for option in question.options}) < len(ids):
        faults.append("has two options that read the same")
    if question.kind == "single" and right != 1:
        faults.append(f"has {right} correct options; a single choice has exactly one (correct: true)")
    if question.kind == "multiple" and right in {0, len(ids)}:
        faults.append("needs at least one correct and one wrong option")
    return faults


def _unknown_misconceptions(question: ChoiceQuestion, quiz: QuizFile) -> list[str]:
    known = [one.id for one in quiz.misconceptions]
    named = {option.misconception: option for option in question.options if option.misconception}
    faults = [
        f"names the misconception {name!r}, which the quiz does not have {listed(known, name)}"
        for name in named
        if name not in known
    ]
    return faults + [f"has the misconception {name!r} at its right option" for name in named if named[name].correct]


def _faults_of_working(answer: str, working: str) -> list[str]:
    """The working gives the answer, half up at the decimals that the answer shows."""
    try:
        value = evaluate(working)
    except Incorrect as problem:
        return [f"cannot be recomputed: {problem}"]
    right = rounded(value, len(answer.partition(".")[2]))
    return [] if right == Fraction(answer) else [f"says {answer}, but {working} is {float(right):,.10g}"]


def _check_variety(document: Document, quiz: QuizFile, findings: Findings) -> None:
    number = len(quiz.questions)
    if number not in QUESTIONS:
        said = f"{number} question{'' if number == 1 else 's'}; a module has {QUESTIONS[0]} to {QUESTIONS[-1]}"
        findings.warn(document.path, document.line(("questions",)), said)
    absent = KINDS - {question.kind for question in quiz.questions}
    if absent:
        said = f"no question of kind {' or '.join(sorted(absent))}; a module has all three kinds"
        findings.warn(document.path, document.line(("questions",)), said)


def right_answers(question: ChoiceQuestion | NumericQuestion) -> list[str]:
    """Return what a right answer chooses: option ids, or the one exact number."""
    if isinstance(question, NumericQuestion):
        return [question.answer]
    return [option.id for option in question.options if option.correct]
