"""Every SQL statement about owning the course: its figures, its members, and what is done for them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.database import Executor


def require_owner(connection: Executor) -> None:
    """Refused unless the reader is an owner (MC404), signed in (MC401), with their second factor (MC413)."""
    connection.execute("select masterclass.require_owner()")


def appoint(connection: Executor, email: str, actor: str, reason: str) -> bool:
    """Make a member an owner; return whether that is new. Refused: MC404."""
    return connection.execute(
        "select masterclass.appoint_owner(%(email)s, %(actor)s, %(reason)s)",
        {"email": email, "actor": actor, "reason": reason},
    ).value()


def dismiss(connection: Executor, email: str, actor: str, reason: str) -> bool:
    """Make a member an owner no more; return whether they were one."""
    return connection.execute(
        "select masterclass.dismiss_owner(%(email)s, %(actor)s, %(reason)s)",
        {"email": email, "actor": actor, "reason": reason},
    ).value()


def select_owner_addresses(connection: Executor) -> list[str]:
    """Return the confirmed addresses of all owners."""
    return [row[0] for row in connection.execute("select masterclass.owner_addresses()")]


def select_figures(connection: Executor) -> dict[str, Any]:
    """Return every figure, exact and of one moment."""
    return connection.execute("select masterclass.owner_figures()").value()


def find_members_in_need(connection: Executor) -> None:
    """Write down anew whom the owner may want to help."""
    connection.execute("select masterclass.find_members_in_need()")


def keep_report(connection: Executor, document: Mapping[str, Any], seconds: float) -> None:
    """Keep the report in place of the one before."""
    connection.execute(
        "select masterclass.keep_owner_report(%(document)s::jsonb, %(seconds)s::numeric)",
        {"document": json.dumps(document), "seconds": round(seconds, 3)},
    )


def select_report(connection: Executor, most: int | None) -> str | None:
    """Return the report as JSON for the owner who asks, with the `most` latest of each need (None: all)."""
    return connection.execute("select masterclass.owner_report(%(most)s::integer)", {"most": most}).value()


def select_report_for_operator(connection: Executor) -> dict[str, Any] | None:
    """Return the report as the command line and the Monday mail read it; None where none was made."""
    return connection.execute("select masterclass.operator_report()").value()


def note_weekly_mail(connection: Executor, monday: date) -> None:
    """Write down that owners were mailed for the week that begins with `monday`."""
    connection.execute("select masterclass.note_weekly_mail(%(monday)s::date)", {"monday": monday.isoformat()})


def select_member(connection: Executor, email: str, reason: str) -> str:
    """Return a member as JSON for the owner who asks, and write down that they did. Refused: MC404."""
    return connection.execute(
        "select masterclass.owner_views_member(%(email)s, %(reason)s)::text", {"email": email, "reason": reason}
    ).value()


def select_member_for_operator(connection: Executor, actor: str, email: str, reason: str) -> dict[str, Any]:
    """Return a member for the command line, and write down that it asked. Refused: MC404."""
    return connection.execute(
        "select masterclass.operator_views_member(%(actor)s, %(email)s, %(reason)s)",
        {"actor": actor, "email": email, "reason": reason},
    ).value()


def select_why(connection: Executor, email: str) -> dict[str, Any]:
    """Return whether anybody has that address, whether they have full access, and why, in sentences."""
    return connection.execute("select masterclass.access_why(%(email)s)", {"email": email}).value()


def act(connection: Executor, action: str, email: str, reason: str, detail: Mapping[str, object]) -> dict[str, Any]:
    """Do one thing for a member in the name of the owner who asks; return {"done", …}."""
    return connection.execute(
        "select masterclass.owner_acts(%(action)s, %(email)s, %(reason)s, %(detail)s::jsonb)",
        {"action": action, "email": email, "reason": reason, "detail": json.dumps(detail)},
    ).value()


def act_for_operator(
    connection: Executor, actor: str, action: str, email: str, reason: str, detail: Mapping[str, object]
) -> dict[str, Any]:
    """Do one thing for a member from the command line; return {"done", …}."""
    return connection.execute(
        "select masterclass.operator_acts(%(actor)s, %(action)s, %(email)s, %(reason)s, %(detail)s::jsonb)",
        {"actor": actor, "action": action, "email": email, "reason": reason, "detail": json.dumps(detail)},
    ).value()


def settle_resend(connection: Executor, note: int, *, sent: bool) -> None:
    """Say what came of a mail that was to be sent again."""
    connection.execute("select masterclass.settle_resend(%(note)s, %(sent)s)", {"note": note, "sent": sent})


def export(connection: Executor, actor: str, email: str, reason: str) -> str:
    """Return everything that is held of a member as JSON, and write down that it was taken. Refused: MC404."""
    return connection.execute(
        "select masterclass.operator_exports_member(%(actor)s, %(email)s, %(reason)s)::text",
        {"actor": actor, "email": email, "reason": reason},
    ).value()


def erase(connection: Executor, actor: str, email: str, reason: str) -> list[str]:
    """Erase a member; return the pay pages at which somebody could still pay for them. Refused: MC404."""
    return connection.execute(
        "select masterclass.operator_erases_member(%(actor)s, %(email)s, %(reason)s)",
        {"actor": actor, "email": email, "reason": reason},
    ).value()
