"""`python -m shared facts due|verify`: one sitting over the dated facts."""

import sys
from argparse import ArgumentError, ArgumentParser, Namespace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from shared.authoring.facts import Fact
from shared.authoring.load import Course, load_course
from shared.authoring.verify import NotVerified, Verification, verify

COURSE = Path(__file__).resolve().parents[2] / "sql" / "course"
SOON_DAYS = 31
USAGE = """usage: python -m shared facts due [--on DATE] [--unverified]
                                               what is to be looked up by DATE (a month from now), and where it is used
       python -m shared facts verify KEY --by INITIALS [--value TEXT] [--number DECIMAL] [--review-by DATE]
                                               you have opened the source's live page: write down that, and what it says
       (each takes --course FOLDER for another course's folder)"""


def main(arguments: list[str]) -> int:
    """Run one of the facts' commands and return its exit code; 2 for a command that was typed wrong."""
    try:
        typed = _parser().parse_args(arguments)
    except (ArgumentError, SystemExit):
        print(USAGE, file=sys.stderr)
        return 2
    today = datetime.now(UTC).date()
    course, findings = load_course(typed.course, typed.course.name, today)
    if course is None:
        print(*findings.errors()[:5], sep="\n", file=sys.stderr)
        return 1
    return _due(course, typed, today) if typed.command == "due" else _verify(course, typed, today)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="facts", exit_on_error=False, add_help=False)
    commands = parser.add_subparsers(dest="command", required=True)
    due = commands.add_parser("due", exit_on_error=False, add_help=False)
    due.add_argument("--on", type=date.fromisoformat)
    due.add_argument("--unverified", action="store_true")
    one = commands.add_parser("verify", exit_on_error=False, add_help=False)
    one.add_argument("key")
    one.add_argument("--by", required=True)
    one.add_argument("--value")
    one.add_argument("--number")
    one.add_argument("--review-by", type=date.fromisoformat)
    for each in (due, one):
        each.add_argument("--course", type=Path, default=COURSE)
    return parser


def _due(course: Course, typed: Namespace, today: date) -> int:
    by = typed.on or today + timedelta(days=SOON_DAYS)
    used = {use.key for use in course.uses}
    unverified = [fact for fact in course.facts if fact.key in used and fact.verified_on is None]
    wanted = unverified if typed.unverified else [fact for fact in course.facts if fact.review_by <= by]
    for fact in sorted(wanted, key=lambda one: (one.review_by, one.key)):
        print(f"{fact.review_by}  {fact.key}: {fact.value}\n            {fact.label}. {fact.provenance()}")
        print(f"            {fact.source.url}")
        _say_uses(course, fact)
    print(f"{len(wanted)} to look up by {by}; {len(unverified)} of the {len(used)} facts in use were never verified.")
    return 0


def _verify(course: Course, typed: Namespace, today: date) -> int:
    fact = next((fact for fact in course.facts if fact.key == typed.key), None)
    if fact is None:
        print(f"there is no fact {typed.key!r}", file=sys.stderr)
        return 1
    looked = Verification(typed.by, today, typed.value, typed.number, typed.review_by)
    try:
        changed = verify(typed.course / "facts.yaml", fact, looked)
    except NotVerified as problem:
        print(f"{typed.key} was not verified: {problem}", file=sys.stderr)
        return 1
    print(f"{changed.key}: {changed.value}, {changed.checked()}; to be looked up again by {changed.review_by}")
    _say_uses(course, fact)
    return 0


def _say_uses(course: Course, fact: Fact) -> None:
    for place in sorted({f"{use.place} ({use.path}:{use.line})" for use in course.uses if use.key == fact.key}):
        print(f"            used in {place}")
