"""A course's folder as a Course, whole and rendered, or everything that is wrong with it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from shared.authoring import rules
from shared.authoring.calculators.carried import broken_ways
from shared.authoring.fact_rules import FactBook, Use, check_facts
from shared.authoring.facts import Fact, FactsFile
from shared.authoring.files import CourseFolder
from shared.authoring.findings import Findings, listed
from shared.authoring.module import Module, Shop, load_module, record_of
from shared.authoring.page import Link
from shared.authoring.records import CourseFile
from shared.authoring.review_calendar import Notice, load_calendar


class Course(NamedTuple):
    """A course, whole; modules in their order, and every place that uses a fact."""

    file: CourseFile
    facts: list[Fact]
    modules: list[Module]
    uses: list[Use]
    calendar: list[Notice]


def load_course(
    folder: Path, name: str | None = None, today: date | None = None, *, release: bool = False, only: str = ""
) -> tuple[Course | None, Findings]:
    """Return the course in `folder` (called `name` in messages) and what was found; None where errors were.

    `release` refuses figures that nobody has verified. `only` is the folder of one module, listed or not, to look at
    by itself: what is wrong elsewhere is then not said.
    """
    findings = Findings()
    root = CourseFolder(folder, name or folder.as_posix(), findings)
    found = record_of(root.text("course.yaml"), CourseFile, findings)
    day = today or datetime.now(UTC).date()
    facts = FactBook(_facts(root, day, findings), day, findings, release=release)
    if found is None:
        return None, findings
    document, course = found
    folders = module_folders(folder)
    if not only:
        rules.check_course(document, course, folders, findings)
    calendar = load_calendar(root, dict(facts.facts), findings)
    shop = Shop(facts, [], findings)
    listed_first: list[str] = [*course.modules, *(folders if only else [])]
    wanted = dict.fromkeys(listed_first)
    modules = [module for each in wanted if (module := load_module(root.below(each), each, shop))]
    _follow(shop.links, modules, findings, strict=release or course.standard == "full")
    say = findings.fault if course.standard == "full" else findings.warn
    for each, text in broken_ways(modules):
        say(f"{root.name}/{each}/calculator.yaml", 1, text)
    if only:
        findings.keep(f"{root.name}/{only}/", f"{root.name}/facts.yaml")
        modules = [module for module in modules if module.folder == only]
    if findings.errors():
        return None, findings
    return Course(course, list(facts.facts.values()), modules, facts.uses, calendar), findings


def module_folders(folder: Path) -> list[str]:
    """Return the names of the folders that look like modules."""
    try:
        return sorted(path.parent.name for path in folder.glob("*/lesson.md") if path.parent.name[:1].isdigit())
    except OSError:
        return []


def _facts(root: CourseFolder, today: date, findings: Findings) -> list[Fact]:
    found = record_of(root.text("facts.yaml"), FactsFile, findings)
    if found is None:
        return []
    check_facts(*found, today, findings)
    return found[1].facts


def _follow(links: Sequence[Link], modules: Sequence[Module], findings: Findings, *, strict: bool) -> None:
    """A link to another module leads to one, and to a block that it has."""
    blocks = {module.slug: [block.key for block in module.blocks] for module in modules}
    say = findings.fault if strict else findings.warn
    for path, line, slug, block in links:
        if slug not in blocks:
            say(path, line, f"there is no module {slug!r} to link to {listed(sorted(blocks), slug)}")
        elif block and block not in blocks[slug]:
            say(path, line, f"module {slug!r} has no block {block!r} to link to {listed(blocks[slug], block)}")
