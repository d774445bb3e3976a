"""`python -m shared owner add|remove|report`: who owns the course, and its figures."""

import argparse
import json

from shared.database import JOBS, one_trip
from shared.owner import queries
from shared.owner.cli_words import actor, add_reason, address, parser_of
from shared.owner.make_report import refresh_report
from shared.owner.sheet import table_sheet
from shared.owner.summary import summary
from shared.problems import NotFound


def main(arguments: list[str]) -> int:
    """Run the subcommand; wrong usage exits with 2."""
    parser, commands = parser_of("owner", __doc__, {"add": add, "remove": remove, "report": report})
    for name in ("add", "remove"):
        commands[name].add_argument("email", metavar="EMAIL", type=address)
        add_reason(commands[name], "appointed by the operator" if name == "add" else "dismissed by the operator")
    commands["report"].add_argument("--table", help="one table, as CSV")
    commands["report"].add_argument("--json", action="store_true", help="the whole report, as JSON")
    chosen = parser.parse_args(arguments)
    return chosen.run(chosen)


def add(chosen: argparse.Namespace) -> int:
    """Make a member an owner: /owner opens for them."""
    new = queries.appoint(one_trip(JOBS), chosen.email, actor(), chosen.reason)
    print(f"{chosen.email} {'is an owner now' if new else 'was an owner already'}: /owner opens for them.")
    print("Have them set a second factor on /account; from then on /owner wants its code.")
    return 0


def remove(chosen: argparse.Namespace) -> int:
    """Make a member an owner no more; NotFound where they are none."""
    if not queries.dismiss(one_trip(JOBS), chosen.email, actor(), chosen.reason):
        raise NotFound(f"{chosen.email} is no owner.")
    print(f"{chosen.email} is an owner no more.")
    return 0


def report(chosen: argparse.Namespace) -> int:
    """Make the figures, unless they are of this minute, and print them in ten lines."""
    refresh_report()
    made = queries.select_report_for_operator(one_trip(JOBS)) or {}
    if chosen.table:
        text = table_sheet(chosen.table, made)
        if text is None:
            raise NotFound(f"The report has no table {chosen.table!r}.")
        print(text, end="")
    else:
        print(json.dumps(made, indent=2) if chosen.json else "\n".join(summary(made)))
    return 0
