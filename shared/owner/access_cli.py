"""`python -m shared access grant|extend|revoke|why EMAIL`: complimentary access, and why somebody has access or not."""

import argparse

from shared.database import JOBS, one_trip
from shared.owner import queries
from shared.owner.act import act_for_operator
from shared.owner.bodies import last_moment
from shared.owner.cli_words import actor, add_reason, address, coming_day, parser_of
from shared.problems import NotFound


def main(arguments: list[str]) -> int:
    """Run the subcommand; wrong usage exits with 2."""
    chosen = _parser().parse_args(arguments)
    return chosen.run(chosen)


def grant(chosen: argparse.Namespace) -> int:
    """Give complimentary access to an address, also before its owner has signed up."""
    act_for_operator(actor(), "grant", chosen.email, chosen.reason, _until(chosen))
    when = f" until {chosen.until.isoformat()}" if chosen.until else ""
    print(f"{chosen.email} has complimentary access{when}; it counts once the address is confirmed.")
    return 0


def extend(chosen: argparse.Namespace) -> int:
    """Let complimentary access of an address last longer, or shorter; NotFound for none."""
    outcome = act_for_operator(actor(), "extend", chosen.email, chosen.reason, _until(chosen))
    print(outcome["says"])
    return why(chosen)


def revoke(chosen: argparse.Namespace) -> int:
    """Withdraw every complimentary access of an address, and what it bought for nothing; NotFound for none."""
    outcome = act_for_operator(actor(), "revoke", chosen.email, chosen.reason, {})
    withdrawn, free = outcome["grants"], outcome["purchases"]
    if not outcome["done"]:
        raise NotFound(f"{chosen.email} has no complimentary access.")
    if withdrawn:
        print(f"Withdrew {withdrawn} grant{'s' if withdrawn > 1 else ''} of {chosen.email}.")
    if free:
        print(f"Withdrew {free} purchase{'s' if free > 1 else ''} of {chosen.email} that cost nothing.")
    return why(chosen)


def why(chosen: argparse.Namespace) -> int:
    """Explain in sentences why an address has full access or not."""
    answer = queries.select_why(one_trip(JOBS), chosen.email)
    print(f"{chosen.email} has {'full access' if answer['full'] else 'no full access'}.")
    for sentence in answer.get("because", []):
        print(f"  {sentence}")
    if not answer["known"]:
        print("  Nobody has signed up with this address.")
        if answer["waiting"]:
            print("  Complimentary access waits for them to sign up and confirm it.")
    return 0


def _until(chosen: argparse.Namespace) -> dict[str, object]:
    return {"until": last_moment(chosen.until)} if chosen.until else {}


def _parser() -> argparse.ArgumentParser:
    parser, commands = parser_of(
        "access", __doc__, {"grant": grant, "extend": extend, "revoke": revoke, "why": why}
    )  # fmt: skip
    for command in commands.values():
        command.add_argument("email", metavar="EMAIL", type=address)
    for name in ("grant", "extend"):
        commands[name].add_argument("--until", type=coming_day, metavar="YYYY-MM-DD", help="the last day of access")
    add_reason(commands["grant"], "given by the course's owner")
    add_reason(commands["extend"])
    add_reason(commands["revoke"], "withdrawn by the course's owner")
    return parser
