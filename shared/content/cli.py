"""`python -m shared course check|sync|publish`: the course in sql/course."""

import sys
from pathlib import Path

from shared.content.load import Course, load_course

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "sql" / "course"
USAGE = """usage: python -m shared course check             say everything that is wrong with sql/course
       python -m shared course sync [--dry-run]  bring database, site and object store to what the files say
       python -m shared course publish           write the preview modules' media to site/media, nothing else
       (each takes another course's folder as its last word)"""


def main(arguments: list[str]) -> int:
    """Run one of the course's commands and return its exit code."""
    command, *rest = arguments or [""]
    dry_run = command == "sync" and "--dry-run" in rest
    folders = [word for word in rest if not (dry_run and word == "--dry-run")]
    if command not in {"check", "sync", "publish"} or len(folders) > 1 or any(word.startswith("-") for word in folders):
        print(USAGE, file=sys.stderr)
        return 2
    course = _loaded(Path(folders[0]) if folders else COURSE)
    if course is None:
        return 1
    if command == "sync":
        _sync(course, dry_run=dry_run)
    elif command == "publish":
        from shared.content.publish import publish, withdraw

        site = ROOT / "site"
        print(*(publish(course, site) + withdraw(course, site)) or ["nothing changed"], sep="\n")
    return 0


def _loaded(folder: Path) -> Course | None:
    """Return the course, or None after every error has been said."""
    course, findings = load_course(folder, _shown(folder))
    for finding in findings.warnings():
        print(finding, file=sys.stderr)
    errors = findings.errors()
    if course is None:
        print(*errors, sep="\n", file=sys.stderr)
        print(
            f"The course has {len(errors)} error{'s' if len(errors) > 1 else ''}; nothing was loaded.", file=sys.stderr
        )
        return None
    blocks = sum(len(module.blocks) for module in course.modules)
    questions = sum(len(module.questions) for module in course.modules)
    print(f"{course.file.title}: {len(course.modules)} modules, {blocks} blocks, {questions} questions, no errors")
    return course


def _sync(course: Course, *, dry_run: bool) -> None:
    from shared.content.sync import sync

    changes = sync(course, ROOT / "site", dry_run=dry_run)
    for change in changes:
        print(f"{'would ' if dry_run else ''}{change}")
    if not changes:
        print("nothing changed")


def _shown(folder: Path) -> str:
    absolute = folder.absolute()
    return absolute.relative_to(ROOT).as_posix() if absolute.is_relative_to(ROOT) else folder.as_posix()
