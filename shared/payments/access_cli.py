"""`python -m shared access grant|revoke|why EMAIL`: complimentary access, and why somebody has access or not."""

import argparse
import getpass
from datetime import UTC, date, datetime, time

from shared.database import JOBS, one_trip
from shared.payments import access_queries
from shared.problems import NotFound

LONGEST_ADDRESS = 320
LAST_MOMENT = time(23, 59, 59)  # the day that is named is a day of access


def main(arguments: list[str]) -> int:
    """Run the subcommand; wrong usage exits with 2."""
    chosen = _parser().parse_args(arguments)
    return chosen.run(chosen)


def grant(chosen: argparse.Namespace) -> int:
    """Give complimentary access to an address, also before its owner has signed up."""
    until = None if chosen.until is None else datetime.combine(chosen.until, LAST_MOMENT, UTC)
    access_queries.insert_grant(one_trip(JOBS), chosen.email, chosen.reason, f"cli:{getpass.getuser()}", until)
    when = f" until {chosen.until.isoformat()}" if chosen.until else ""
    print(f"{chosen.email} has complimentary access{when}; it counts once the address is confirmed.")
    return 0


def revoke(chosen: argparse.Namespace) -> int:
    """Withdraw every complimentary access of an address, and what it bought for nothing; NotFound for none."""
    withdrawn = access_queries.revoke_grants(one_trip(JOBS), chosen.email)
    free = access_queries.withdraw_free_payments(one_trip(JOBS), chosen.email)
    if not withdrawn and not free:
        raise NotFound(f"{chosen.email} has no complimentary access.")
    if withdrawn:
        print(f"Withdrew {withdrawn} grant{'s' if withdrawn > 1 else ''} of {chosen.email}.")
    if free:
        print(f"Withdrew {free} purchase{'s' if free > 1 else ''} of {chosen.email} that cost nothing.")
    return why(chosen)


def why(chosen: argparse.Namespace) -> int:
    """Explain in sentences why an address has full access or not."""
    answer = access_queries.select_why(one_trip(JOBS), chosen.email)
    print(f"{chosen.email} has {'full access' if answer['full'] else 'no full access'}.")
    for sentence in answer.get("because", []):
        print(f"  {sentence}")
    if not answer["known"]:
        print("  Nobody has signed up with this address.")
        if answer["waiting"]:
            print("  Complimentary access waits for them to sign up and confirm it.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared access", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="grant|revoke|why")
    for run in (grant, revoke, why):
        command = commands.add_parser(run.__name__, help=(run.__doc__ or "").splitlines()[0])
        command.add_argument("email", metavar="EMAIL", type=_address)
        command.set_defaults(run=run)
        if run is grant:
            command.add_argument(
                "--reason", default="given by the course's owner", type=_reason, help="shown to the member"
            )
            command.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="the last day of access")
    return parser


def _address(text: str) -> str:
    address = text.strip().lower()
    local, _, domain = address.rpartition("@")
    if not local or not domain or any(part.isspace() for part in address) or len(address) > LONGEST_ADDRESS:
        raise argparse.ArgumentTypeError(f"{text!r} is no e-mail address")
    return address


def _reason(text: str) -> str:
    reason = text.strip().rstrip(".")
    if not 1 <= len(reason) <= 500:
        raise argparse.ArgumentTypeError("a reason has 1 to 500 characters")
    return reason


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date (YYYY-MM-DD)") from None
    if day < datetime.now(UTC).date():
        raise argparse.ArgumentTypeError(f"{text} is past")
    return day
