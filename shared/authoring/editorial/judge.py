"""The course held to its house rules: length, ease, fairness, and everything a module has to have."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from shared.authoring import drawings
from shared.authoring.editorial.guessing import winning
from shared.authoring.editorial.prose import Sentence, grade_of, sentences_of
from shared.authoring.editorial.words import ABSOLUTE, EASY_WAY_OUT, FOREIGN
from shared.authoring.findings import Findings
from shared.authoring.load import Course
from shared.authoring.module import Module
from shared.authoring.records import ChoiceQuestion, NumericQuestion
from shared.authoring.rules import KINDS

BLOCKS, WORDS, QUESTIONS, RUBRIC, MISCONCEPTIONS = (
    range(5, 9),
    range(1200, 2201),
    range(8, 13),
    range(5, 9),
    range(3, 6),
)
EXAMPLES = FIGURES = 2
LONGEST_SENTENCE, MEAN_SENTENCE, HARDEST_GRADE = 38, 18, 10
FILES = ("lesson.md", "quiz.yaml", "case.md", "plan.md", "calculator.yaml")
_FIGURE = re.compile(r"^!\[", re.MULTILINE)
_SOURCE = re.compile(r"\s+(?:- )?\{?\s*(?:title|publisher|url):")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
Found = Iterator[tuple[str, int, str]]  # file of the module, line, what is wrong


def judge(course: Course, folder: Path, name: str, findings: Findings) -> None:
    """Hold every module, and all their questions together, to the house rules.

    A course whose `standard` is `full` fails its check by them; of a draft they are warnings.
    """
    say = findings.fault if course.file.standard == "full" else findings.warn
    for module in course.modules:
        for file, line, text in _module_faults(course, module, folder / module.folder):
            say(f"{name}/{module.folder}/{file}", line, text)
    for text in winning(list(_choices(course.modules))):
        say(f"{name}/course.yaml", 1, f"the quizzes can be guessed: {text}")
    for text in _telling(course.modules):
        say(f"{name}/course.yaml", 1, text)
    used = {use.key for use in course.uses}
    unused = sorted(fact.key for fact in course.facts if fact.key not in used and fact.seen != "none")
    if unused and len(course.modules) == len(course.file.modules):
        findings.warn(f"{name}/facts.yaml", 1, f"{len(unused)} facts are used nowhere: {', '.join(unused)}")


def lesson_sentences(course: Course, module: Module) -> list[Sentence]:
    """Return the sentences of the module's lesson, with their lines."""
    return sentences_of(module.content, module.first_line, {fact.key: fact for fact in course.facts})


def _module_faults(course: Course, module: Module, folder: Path) -> Found:
    sentences = lesson_sentences(course, module)
    words = sum(len(sentence.words) for sentence in sentences)
    yield from _length(module, words)
    yield from _ease(sentences)
    yield from _quiz(module)
    yield from _presence(module)
    yield from _figures(course, module)
    for file in FILES:
        if (folder / file).exists():
            yield from _foreign_words(file, (folder / file).read_text())


def _length(module: Module, words: int) -> Found:
    counts = {"blocks": (len(module.blocks), BLOCKS), "words of prose": (words, WORDS)}
    for what, (count, wanted) in counts.items():
        if count not in wanted:
            yield "lesson.md", 1, f"{count:,} {what}; a lesson has {wanted[0]:,} to {wanted[-1]:,}"
    lesson_examples = module.content.count("~~~example")
    if lesson_examples < EXAMPLES:
        yield "lesson.md", 1, f"{lesson_examples} worked examples; a lesson has {EXAMPLES} or more"
    if len(_FIGURE.findall(module.content)) < FIGURES:
        yield "lesson.md", 1, f"fewer than {FIGURES} figures; a lesson has {FIGURES} or more"


def _ease(sentences: list[Sentence]) -> Found:
    for sentence in sentences:
        if len(sentence.words) > LONGEST_SENTENCE:
            text = f"a sentence of {len(sentence.words)} words ({sentence.text[:50]!r}…); at most {LONGEST_SENTENCE}"
            yield "lesson.md", sentence.line, text
    if sentences:
        mean = sum(len(sentence.words) for sentence in sentences) / len(sentences)
        if mean > MEAN_SENTENCE:
            yield "lesson.md", 1, f"sentences of {mean:.1f} words on average; at most {MEAN_SENTENCE}"
        if grade_of(sentences) > HARDEST_GRADE:
            yield "lesson.md", 1, f"reads at grade {grade_of(sentences):.1f} (Flesch-Kincaid); at most {HARDEST_GRADE}"


def _quiz(module: Module) -> Found:
    quiz = module.quiz
    if quiz is None:
        return
    if len(quiz.questions) not in QUESTIONS:
        yield "quiz.yaml", 1, f"{len(quiz.questions)} questions; a module has {QUESTIONS[0]} to {QUESTIONS[-1]}"
    if len(quiz.misconceptions) not in MISCONCEPTIONS:
        yield "quiz.yaml", 1, f"{len(quiz.misconceptions)} misconceptions; a module names {MISCONCEPTIONS[0]} or more"
    absent = sorted(KINDS - {question.kind for question in quiz.questions})
    if absent:
        yield "quiz.yaml", 1, f"no question of kind {' or '.join(absent)}; a module has all three kinds"
    held = {option.misconception for question in _choices([module]) for option in question.options}
    for one in quiz.misconceptions:
        if one.id not in held:
            yield "quiz.yaml", 1, f"no wrong option holds the misconception {one.id!r}"
    for question in quiz.questions:
        for text in _question(question):
            yield "quiz.yaml", 1, f"question {question.key!r} {text}"


def _question(question: ChoiceQuestion | NumericQuestion) -> Iterator[str]:
    if isinstance(question, NumericQuestion):
        if question.working is None:
            yield "has no working to recompute it by"
        return
    for option in question.options:
        if EASY_WAY_OUT.search(option.text):
            yield f"says {option.text[:40]!r} in option {option.id}; each option stands by itself"


def _presence(module: Module) -> Found:
    if module.case is None:
        yield "lesson.md", 1, "the module has no case.md"
    elif len(module.case.rubric) not in RUBRIC:
        yield "case.md", 1, f"{len(module.case.rubric)} rubric items; a case has {RUBRIC[0]} to {RUBRIC[-1]}"
    if module.plan is None:
        yield "lesson.md", 1, "the module has no plan.md: one number, one task, one date"
    if module.calculator is None:
        yield "lesson.md", 1, "the module has no calculator.yaml"
    else:
        yield from _worked_default(module, module.calculator["example"])


def _worked_default(module: Module, example: Mapping[str, Any]) -> Found:
    """What a calculator first shows is an example that the reader has just seen worked."""
    if not re.search(rf"^~~~example {re.escape(example['title'])}\s*$", module.content, re.MULTILINE):
        yield "calculator.yaml", 1, f"its example {example['title']!r} stands in the case; name one of the lesson"
    if example["inputs"]:
        changed = ", ".join(sorted(example["inputs"]))
        yield "calculator.yaml", 1, f"its defaults are not its example's: {changed}; the example is what it first shows"


def _figures(course: Course, module: Module) -> Found:
    """Every larger number of a drawing is one that the lesson says, perhaps rounded; the round ones are an axis's."""
    values = {fact.key: fact.value for fact in course.facts}
    said = re.sub(r"^!\[.*$", "", module.content, flags=re.MULTILINE)
    said += " ".join(values.get(use.key, "") for use in course.uses if use.path.endswith(f"{module.folder}/lesson.md"))
    known = {_plain(number) for number in _NUMBER.findall(said)}
    known |= {str(round(float(number))) for number in known}
    for path, content in sorted(module.drawings.items()):
        for number in drawings.numbers(content):
            plain = _plain(number)
            if len(plain.replace(".", "").rstrip("0")) > 2 and len(plain) >= 4 and plain not in known:
                yield path, 1, f"the drawing says {number}, which the lesson does not"


def _foreign_words(file: str, text: str) -> Found:
    for line, written in enumerate(text.split("\n"), start=1):
        if _SOURCE.match(written):
            continue  # a source's own words
        for pattern, why in FOREIGN.items():
            for found in pattern.finditer(written):
                yield file, line, f"{found[0]!r} {why}"


def _telling(modules: Iterable[Module]) -> Iterator[str]:
    """What gives answers away over the whole course."""
    choices = list(_choices(modules))
    options = [option for question in choices for option in question.options if ABSOLUTE.search(option.text)]
    if len(options) >= 10 and not any(option.correct for option in options):
        yield f"always and never stand in {len(options)} wrong options and in no right one; they give it away"
    counts = Counter(sum(option.correct for option in one.options) for one in choices if one.kind == "multiple")
    if counts.total() >= 4 and max(counts.values()) > 0.75 * counts.total():
        number, times = counts.most_common(1)[0]
        yield f"{times} of {counts.total()} multiple choices have {number} right options; let the number differ"


def _choices(modules: Iterable[Module]) -> Iterator[ChoiceQuestion]:
    for module in modules:
        for question in module.quiz.questions if module.quiz else []:
            if isinstance(question, ChoiceQuestion):
                yield question


def _plain(number: str) -> str:
    plain = number.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
