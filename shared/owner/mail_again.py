"""Sending a member their mail again: to confirm the address, or a link to sign in with."""

import json
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

from shared import settings
from shared.database import JOBS, one_trip
from shared.deadline import within
from shared.owner import queries
from shared.problems import Conflict, Unavailable

SECONDS = 8.0
LARGEST_BYTES = 64 * 1024


def mail_again(note: int, mail: str, email: str) -> None:
    """Have Supabase Auth send the mail, and settle the note of it; what is refused leaves no note.

    A call that dies in between leaves a note that says "asked": the next try takes it up. Raises Conflict in the
    sign-in service's own words, Unavailable where it does not answer.
    """
    try:
        within(SECONDS, lambda: _send(mail, email))
    except urllib.error.HTTPError as refusal:
        queries.settle_resend(one_trip(JOBS), note, sent=False)
        raise Conflict(f"The sign-in service sent no mail: {_words(refusal)}.") from None
    except (OSError, HTTPException, ValueError) as failure:
        queries.settle_resend(one_trip(JOBS), note, sent=False)
        raise Unavailable("The sign-in service does not answer.") from failure
    queries.settle_resend(one_trip(JOBS), note, sent=True)


def _send(mail: str, email: str) -> None:
    """Ask for the mail as the site's own pages do: with the public key, which the site publishes."""
    if mail == "signup":
        path, body = "/resend", {"type": "signup", "email": email}
    else:
        path, body = "/otp", {"email": email, "create_user": False}
    with urllib.request.urlopen(f"{settings.site().url}/config.json", timeout=SECONDS) as answer:  # noqa: S310 (ours)
        key = json.loads(answer.read(LARGEST_BYTES))["supabase_publishable_key"]
    request = urllib.request.Request(  # noqa: S310 (a setting of ours)
        settings.supabase().issuer + path,
        data=json.dumps(body).encode(),
        headers={"apikey": key, "content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 (see above)
        answer.read(LARGEST_BYTES)


def _words(refusal: urllib.error.HTTPError) -> str:
    """Return the code of a refusal, which names no person, or its status."""
    try:
        said: Any = json.loads(refusal.read(LARGEST_BYTES))
        return str(said["error_code"])[:60]
    except (ValueError, KeyError, TypeError):
        return f"status {refusal.code}"
