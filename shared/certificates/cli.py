"""`python -m shared certificates reissue EMAIL --reason …`: another name on a certificate that was issued."""

import argparse
import getpass

from pydantic import TypeAdapter, ValidationError

from shared.accounts.records import PersonName
from shared.certificates.queries import reissue_certificate
from shared.database import JOBS, one_trip

LONGEST_REASON = 500
_NAMES = TypeAdapter[str](PersonName)


def main(arguments: list[str]) -> int:
    """Run the subcommand; wrong usage exits with 2."""
    chosen = _parser().parse_args(arguments)
    return chosen.run(chosen)


def reissue(chosen: argparse.Namespace) -> int:
    """Print another name on a member's certificate; its code and its date stay, and the reason is kept."""
    done = reissue_certificate(one_trip(JOBS), chosen.email, chosen.name, chosen.reason, f"cli:{getpass.getuser()}")
    print(f"Certificate {done.code} is issued to {done.name}; it was to {done.former_name or 'nobody by name'}.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared certificates", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="reissue")
    command = commands.add_parser("reissue", help=(reissue.__doc__ or "").splitlines()[0])
    command.set_defaults(run=reissue)
    command.add_argument("email", metavar="EMAIL", type=_address)
    command.add_argument("--reason", required=True, type=_reason, help="kept with the name that it had")
    command.add_argument("--name", type=_name, help="as it is to be printed; without it, the account's name now")
    return parser


def _address(text: str) -> str:
    address = text.strip().lower()
    if "@" not in address or len(address) > 320:
        raise argparse.ArgumentTypeError(f"{text!r} is no e-mail address")
    return address


def _reason(text: str) -> str:
    reason = text.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise argparse.ArgumentTypeError("a reason has 1 to 500 characters")
    return reason


def _name(text: str) -> str:
    try:
        return _NAMES.validate_python(text)
    except ValidationError:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be printed as a name") from None
