"""Acting for a member: in an owner's name on /owner, or from the command line; the same acts, each with its reason."""

from collections.abc import Mapping
from typing import Any

from shared.database import JOBS, one_read, one_trip
from shared.identity import Reader
from shared.owner import queries
from shared.owner.bodies import OwnerAction
from shared.owner.mail_again import mail_again
from shared.owner.make_report import refresh_report

# What was done, and what there is to say where nothing had to be.
SAYS = {
    "grant": ("Access was given; it counts once the address is confirmed.", "They have this access already."),
    "extend": ("Complimentary access was extended.", "It lasts until then already."),
    "revoke": ("Complimentary access was withdrawn.", "There was no complimentary access to withdraw."),
    "quiz-reset": ("The quiz can be taken anew.", "There was nothing to reset."),
    "move": ("What the old account had is with the new one.", "The old account has nothing to move."),
    "resend": ("The mail was sent again.", "A mail was sent within the last ten minutes."),
}


def act_for_owner(reader: Reader, wanted: OwnerAction) -> dict[str, Any]:
    """Do one thing for a member as an owner, or make the figures anew; return {"done", "says"}.

    Refused: MC404 for whoever is no owner.
    """
    if wanted.action == "refresh":
        queries.require_owner(one_read(reader))
        return {"done": refresh_report(), "says": "The figures are of this minute."}
    email, reason = wanted.email or "", wanted.reason or ""
    return _told(wanted.action, email, queries.act(one_trip(reader), wanted.action, email, reason, wanted.detail()))


def act_for_operator(actor: str, action: str, email: str, reason: str, detail: Mapping[str, object]) -> dict[str, Any]:
    """Do one thing for a member from the command line; return {"done", "says"} and what else the act tells."""
    return _told(action, email, queries.act_for_operator(one_trip(JOBS), actor, action, email, reason, detail))


def _told(action: str, email: str, outcome: dict[str, Any]) -> dict[str, Any]:
    note = outcome.pop("note", None)
    if note is not None:
        mail_again(note, outcome["mail"], email)
    done, nothing = SAYS[action]
    return outcome | {"says": done if outcome["done"] else nothing}
