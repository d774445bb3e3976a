"""`python -m shared member show|move|resend|export|erase EMAIL`: looking after one member."""

import argparse
import json
from typing import Any

from shared.database import JOBS, one_trip
from shared.owner import queries
from shared.owner.act import act_for_operator
from shared.owner.cli_words import actor, add_reason, address, parser_of
from shared.privacy.erase import close_pay_pages, tell_the_backups


def main(arguments: list[str]) -> int:
    """Run the subcommand; wrong usage exits with 2."""
    chosen = _parser().parse_args(arguments)
    return chosen.run(chosen)


def show(chosen: argparse.Namespace) -> int:
    """Show who a member is, why access is what it is, what they see and what happened."""
    member = queries.select_member_for_operator(one_trip(JOBS), actor(), chosen.email, chosen.reason)
    print(json.dumps(member, indent=2) if chosen.json else "\n".join(_lines(member)))
    return 0


def move(chosen: argparse.Namespace) -> int:
    """Move purchases, progress and certificate of OLD to NEW; refused when both have paid."""
    return _act("move", chosen, {"to": chosen.new})


def resend(chosen: argparse.Namespace) -> int:
    """Send a member their mail again: to confirm the address, or a link to sign in with."""
    return _act("resend", chosen, {})


def export(chosen: argparse.Namespace) -> int:
    """Print everything that is held of a member, as JSON."""
    print(queries.export(one_trip(JOBS), actor(), chosen.email, chosen.reason))
    return 0


def erase(chosen: argparse.Namespace) -> int:
    """Erase a member for good, as they could themselves."""
    pay_pages = queries.erase(one_trip(JOBS), actor(), chosen.email, chosen.reason)
    close_pay_pages(pay_pages)
    tell_the_backups()
    print(f"{chosen.email} is erased. Records of payments stay, without the person.")
    return 0


def _act(action: str, chosen: argparse.Namespace, detail: dict[str, object]) -> int:
    print(act_for_operator(actor(), action, chosen.email, chosen.reason, detail)["says"])
    return 0


def _lines(member: dict[str, Any]) -> list[str]:
    access, certificate = member["access"], member["certificate"]
    return [
        f"{member['email']}  {member['name']}",
        f"  id {member['id']}, signed up {_day(member['created_at'])}, confirmed {_day(member['confirmed_at'])}",
        f"  second factor: {'yes' if member['second_factor'] else 'no'}",
        f"Access: {'full' if access['full'] else 'not full'}",
        *(f"  {sentence}" for sentence in access["because"]),
        "What they see:",
        *(f"  {_module(one)}" for one in member["sees"]),
        f"Certificate: {certificate['code'] or str(len(certificate['missing'])) + ' things are missing'}",
        "What happened:",
        *(f"  {event['at'][:16].replace('T', ' ')}  {event['what']}" for event in member["timeline"]),
    ]


def _module(one: dict[str, Any]) -> str:
    if not one["open"]:
        return f"{one['title']}: closed"
    score = "" if one["best_score_percent"] is None else f", best {one['best_score_percent']}%"
    passed = "passed" if one["passed"] else f"{one['attempts']} attempts"
    place = f", at “{one['at']}”" if one["at"] else ""
    return f"{one['title']}: {one['read']} of {one['sections']} sections{place}; quiz {passed}{score}"


def _day(moment: str | None) -> str:
    return moment[:10] if moment else "never"


def _parser() -> argparse.ArgumentParser:
    runs = {"show": show, "move": move, "resend": resend, "export": export, "erase": erase}
    parser, commands = parser_of("member", __doc__, runs)
    for name, command in commands.items():
        command.add_argument("email", metavar="OLD" if name == "move" else "EMAIL", type=address)
        if name == "move":
            command.add_argument("new", metavar="NEW", type=address)
        add_reason(command, "looked up by the operator" if name == "show" else None)
    commands["show"].add_argument("--json", action="store_true", help="the same as JSON")
    return parser
