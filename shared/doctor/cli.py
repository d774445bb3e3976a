"""`python -m shared doctor`: asks a configured project everything that docs/deploy.md tells a person to set.

One line each; where something is not right the line says what to do. Exit 1 on a red one. A line with ? could not be
asked, and says how it can be.
"""

import sys
from collections.abc import Iterable, Iterator

from shared.doctor import database, member, services, shop, sign_in
from shared.doctor.project import checks as checks_of_settings
from shared.doctor.project import read_project
from shared.doctor.records import Check, Line, examined

USAGE = """usage: python -m shared doctor                 look at the project that the environment names
       python -m shared doctor --mail ADDRESS  sign ADDRESS up too, and erase it again: templates, tokens, factors"""


def main(arguments: list[str]) -> int:
    """Look at everything, print a line for each, and return 1 when one is red."""
    mail = arguments[1] if len(arguments) == 2 and arguments[0] == "--mail" and "@" in arguments[1] else ""
    if arguments and not mail:
        print(USAGE, file=sys.stderr)
        return 2
    red, unasked = 0, 0
    for line in lines(every_check(mail)):
        print(line, flush=True)
        red += line.state == "RED"
        unasked += line.state == "?"
    print(f"{red} to mend, {unasked} not asked." if red or unasked else "Everything is as it must be.")
    return 1 if red else 0


def every_check(mail: str = "") -> list[Check]:
    """Return everything that is looked at, in the order of docs/deploy.md."""
    project = read_project(mail)
    return [
        *checks_of_settings(project),
        *sign_in.checks(project),
        *database.checks(),
        *shop.checks(project),
        *services.checks(project),
        *member.checks(project),
    ]


def lines(checks: Iterable[Check]) -> Iterator[Line]:
    """Yield what came of each check."""
    return map(examined, checks)
