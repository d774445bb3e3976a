"""`python -m shared course check|sync|regrade|media|film|publish`: the course in sql/course."""

import sys
from argparse import ArgumentError, ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from shared.authoring.editorial.judge import judge
from shared.authoring.editorial.table import table
from shared.authoring.findings import Finding, Findings, listed
from shared.authoring.load import Course, load_course, module_folders
from shared.authoring.review_calendar import due_now
from shared.authoring.rules import slug_of

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "sql" / "course"
USAGE = """usage: python -m shared course check [--release] [--module SLUG]
                                                say everything that is wrong with sql/course
       python -m shared course sync [--dry-run]  bring database, site and object store to what the files say
       python -m shared course regrade [--apply]
                                                list whom a corrected key affects, and raise them; lower nobody
       python -m shared course media             list what lies in the object store and nothing names
       python -m shared course film [NAME]       make the films, or one, from their scripts (Chromium and ffmpeg)
       python -m shared course publish           write the preview modules' media to site/media, nothing else
       (each takes another course's folder, or one module's, as its last word)"""


def main(arguments: list[str]) -> int:
    """Run one of the course's commands and return its exit code; 2 for a command that was typed wrong."""
    command, *rest = arguments or [""]
    parser = _parser(command)
    if parser is None:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        typed, unknown = parser.parse_known_args(rest)
    except ArgumentError as mistake:
        unknown, typed = [str(mistake)], Namespace()
    if unknown:
        print(USAGE, file=sys.stderr)
        return 2
    if command == "check":
        return _check(typed)
    if command == "regrade":
        return _regrade(apply=typed.apply)
    if command == "film":
        return _film(typed.name)
    course = _loaded(*load_course(typed.folder, _shown(typed.folder)))
    if course is None:
        return 1
    if command == "sync":
        _sync(course, dry_run=typed.dry_run)
    elif command == "media":
        _media(course)
    else:
        from shared.authoring.publish import publish, withdraw

        site = ROOT / "site"
        print(*(publish(course, site) + withdraw(course, site)) or ["nothing changed"], sep="\n")
    return 0


def _parser(command: str) -> ArgumentParser | None:
    parser = ArgumentParser(prog=f"course {command}", exit_on_error=False, add_help=False, allow_abbrev=False)
    if command == "check":
        parser.add_argument("--release", action="store_true")
        parser.add_argument("--module", default="")
    elif command == "sync":
        parser.add_argument("--dry-run", action="store_true")
    elif command == "regrade":
        parser.add_argument("--apply", action="store_true")
        return parser
    elif command == "film":
        parser.add_argument("name", nargs="?", default="")
        return parser
    elif command not in {"media", "publish"}:
        return None
    parser.add_argument("folder", nargs="?", type=Path, default=COURSE)
    return parser


def _check(typed: Namespace) -> int:
    folder, module = typed.folder, typed.module
    if not module and (folder / "lesson.md").exists():
        folder, module = folder.parent, folder.name
    if module and module not in (folders := module_folders(folder)):
        named = [name for name in folders if slug_of(name) == module]
        if not named:
            known = listed([slug_of(name) for name in folders], module)
            print(f"there is no module {module!r} in {_shown(folder)} {known}", file=sys.stderr)
            return 1
        module = named[0]
    today = datetime.now(UTC).date()
    course, findings = load_course(folder, _shown(folder), today, release=typed.release, only=module)
    if course is not None:
        judge(course, folder, _shown(folder), findings)
    if _loaded(course, findings) is None or course is None:
        return 1
    _warn_of_progress(course)
    print("", *table(course, today), "", *due_now(course.calendar, today), sep="\n")
    faults = findings.faults()
    if faults:
        print(*faults, sep="\n", file=sys.stderr)
        print(
            f"The course has {_counted(faults, 'fault')}; it can be loaded, and is not fit to be shown.",
            file=sys.stderr,
        )
    return 1 if faults else 0


def _warn_of_progress(course: Course) -> None:
    """Where a database is at hand: say which renamed ids members have progress at."""
    from shared import environment
    from shared.authoring.sync import CourseNotSynced, progress_at_stake

    try:
        environment.require("MIGRATION_DATABASE_URL")
        for said in progress_at_stake(course):
            print(f"sync would {said}", file=sys.stderr)
    except environment.SettingMissing:
        return
    except CourseNotSynced as problem:
        print(f"Whether anybody has progress at renamed ids is not known. {problem.detail}", file=sys.stderr)


def _loaded(course: Course | None, findings: Findings) -> Course | None:
    """Return the course, or None after every error has been said."""
    for finding in findings.warnings():
        print(finding, file=sys.stderr)
    errors = findings.errors()
    if course is None:
        print(*errors, sep="\n", file=sys.stderr)
        print(f"The course has {_counted(errors, 'error')}; nothing was loaded.", file=sys.stderr)
        return None
    blocks = sum(len(module.blocks) for module in course.modules)
    questions = sum(len(module.questions) for module in course.modules)
    print(f"{course.file.title}: {len(course.modules)} modules, {blocks} blocks, {questions} questions, no errors")
    return course


def _counted(found: Sequence[Finding], noun: str) -> str:
    return f"{len(found)} {noun}{'' if len(found) == 1 else 's'}"


def _sync(course: Course, *, dry_run: bool) -> None:
    from shared.authoring.sync import sync

    changes = sync(course, ROOT / "site", dry_run=dry_run)
    for change in changes:
        print(f"{'would ' if dry_run else ''}{change}")
    if not changes:
        print("nothing changed")


def _regrade(*, apply: bool) -> int:
    from shared.authoring.sync import regrade_attempts

    print(*regrade_attempts(apply=apply) or ["no corrected key affects anybody"], sep="\n")
    return 0


def _film(name: str) -> int:
    from shared.authoring.films.catalogue import films_of
    from shared.authoring.films.encode import ToolMissing, make

    course, findings = load_course(COURSE, _shown(COURSE))
    if course is None:
        return 0 if _loaded(course, findings) else 1
    films = [film for film in films_of(course) if name in {"", film.name}]
    if not films:
        known = [film.name for film in films_of(course)]
        print(f"there is no film {name!r} {listed(known, name)}", file=sys.stderr)
        return 1
    try:
        for film in films:
            print(*make(film, COURSE / film.folder, ROOT / "site"), sep="\n", flush=True)
    except ToolMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def _media(course: Course) -> None:
    from shared.authoring.sync import unnamed_media

    unnamed = unnamed_media(course)
    for key, size in unnamed:
        print(f"{size:>14,} bytes  {key}")
    print(f"{len(unnamed)} stored, named by nothing" if unnamed else "everything stored is named")


def _shown(folder: Path) -> str:
    absolute = folder.absolute()
    return absolute.relative_to(ROOT).as_posix() if absolute.is_relative_to(ROOT) else folder.as_posix()
