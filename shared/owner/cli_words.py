"""What the commands of support have in common on the command line: addresses, reasons, days, and who is at it."""

import argparse
import getpass
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

LONGEST_ADDRESS = 320
LONGEST_REASON = 500
Run = Callable[[argparse.Namespace], int]


def actor() -> str:
    """Return who acts, as the record of it names them: the operator by their login."""
    return f"cli:{getpass.getuser()}"


def parser_of(
    command: str, purpose: str | None, runs: Mapping[str, Run]
) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """Return a parser for `python -m shared COMMAND SUBCOMMAND`, and each subcommand's own to add to."""
    parser = argparse.ArgumentParser(prog=f"python -m shared {command}", description=purpose)
    commands = parser.add_subparsers(required=True, metavar="|".join(runs))
    made: dict[str, argparse.ArgumentParser] = {}
    for name, run in runs.items():
        made[name] = commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        made[name].set_defaults(run=run)
    return parser, made


def add_reason(parser: argparse.ArgumentParser, otherwise: str | None = None) -> None:
    """Add `--reason`: required, unless there is something to say `otherwise`."""
    parser.add_argument(
        "--reason", required=otherwise is None, default=otherwise, type=reason, help="kept, and shown to the member"
    )


def address(text: str) -> str:
    """Return `text` as an address; refused where it is none."""
    named = text.strip().lower()
    local, _, domain = named.rpartition("@")
    if not local or not domain or any(part.isspace() for part in named) or len(named) > LONGEST_ADDRESS:
        raise argparse.ArgumentTypeError(f"{text!r} is no e-mail address")
    return named


def reason(text: str) -> str:
    """Return `text` as a reason; refused where it is empty or too long."""
    said = text.strip().rstrip(".")
    if not 1 <= len(said) <= LONGEST_REASON:
        raise argparse.ArgumentTypeError("a reason has 1 to 500 characters")
    return said


def coming_day(text: str) -> date:
    """Return `text` as a day that is not past; refused where it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date (YYYY-MM-DD)") from None
    if day < datetime.now(UTC).date():
        raise argparse.ArgumentTypeError(f"{text} is past")
    return day
