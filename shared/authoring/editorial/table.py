"""The table that `course check` ends with: a line for each module."""

from collections import Counter
from datetime import date

from shared.authoring.editorial.judge import lesson_sentences
from shared.authoring.editorial.prose import grade_of
from shared.authoring.load import Course
from shared.authoring.module import Module
from shared.authoring.study_time import study_minutes

HEAD = f"{'module':<38}{'words':>6}{'min':>5}{'grade':>7}{'s/m/n':>8}  {'calculator':<11}{'printable':<10}facts"


def table(course: Course, today: date) -> list[str]:
    """Return the lines: words, minutes, reading level, questions by kind, tools, facts by status and age."""
    return [HEAD, *(_line(course, module, today) for module in course.modules)]


def _line(course: Course, module: Module, today: date) -> str:
    sentences = lesson_sentences(course, module)
    words = sum(len(sentence.words) for sentence in sentences)
    kinds = Counter(question.kind for question in module.questions)
    asked = "/".join(str(kinds[kind]) for kind in ("single", "multiple", "numeric"))
    tools = f"{'yes' if module.calculator else 'no':<11}{'yes' if module.plan else 'no':<10}"
    numbers = f"{words:>6,}{study_minutes(module):>5}{grade_of(sentences):>7.1f}{asked:>8}"
    return f"{module.slug[:37]:<38}{numbers}  {tools}{_facts(course, module, today)}"


def _facts(course: Course, module: Module, today: date) -> str:
    keys = {use.key for use in course.uses if f"/{module.folder}/" in f"/{use.path}"}
    facts = [fact for fact in course.facts if fact.key in keys]
    statuses = Counter(fact.status.replace("_", " ") for fact in facts)
    ages = sorted((today - dated).days // 30 for fact in facts if (dated := fact.source_day()))
    age = f"; {ages[len(ages) // 2]} months old at the median, {ages[-1]} at most" if ages else ""
    checked = sum(fact.verified_on is not None for fact in facts)
    said = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    return f"{said or 'none'}{age}; {checked} verified" if facts else "none"
