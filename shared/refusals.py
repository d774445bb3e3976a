"""How the database says no: the one table of its SQLSTATEs, and the problem that each is for whoever asked.

A function of ours refuses by raising `MC…` with a DETAIL of JSON, and what it had written is undone. The sentence may
name members of that DETAIL; `seconds` becomes Retry-After, and `shown` are members of the problem's document.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from shared.problems import Problem, SignInRequired


class Refusal(NamedTuple):
    """What one SQLSTATE means to whoever asked; `slug` names its page."""

    status: int
    slug: str
    title: str
    says: str = ""
    shown: tuple[str, ...] = ()


REFUSALS: Mapping[str, Refusal] = {
    "MC401": Refusal(401, "sign-in-required", "Sign in first", "This needs a valid sign-in."),
    "MC402": Refusal(402, "full-access-required", "This is part of full access"),
    "MC403": Refusal(
        403,
        "fresh-sign-in-required",
        "Please sign in again first",
        "This cannot be undone, so it wants a sign-in younger than ten minutes.",
    ),
    "MC404": Refusal(404, "not-found", "There is nothing here", "{says}"),
    "MC409": Refusal(409, "conflict", "This conflicts with the current state", "{says}"),
    "MC411": Refusal(
        409,
        "attempt-open",
        "Another attempt at this quiz is still open",
        "Finish the open attempt first; its id is attempt_id.",
        ("attempt_id",),
    ),
    "MC412": Refusal(
        409,
        "attempt-limit-reached",
        "This quiz cannot be taken again",
        "Attempts that it allows: {attempts}. The best score counts.",
    ),
    "MC413": Refusal(
        403,
        "second-step-required",
        "This wants a second step",
        "Type the code of your authenticator app; where you have none yet, set one up on your account page.",
    ),
    "MC422": Refusal(
        422,
        "invalid-body",
        "The request's body does not have the required shape",
        "See errors for each field.",
        ("errors",),
    ),
    "MC429": Refusal(429, "too-many-requests", "Too many requests", "At most {most} times in {minutes} minutes."),
    "MC431": Refusal(
        429,
        "cooling-down",
        "This quiz can be taken again later",
        "A pause lies between two attempts; practice is open meanwhile.",
    ),
    "MC432": Refusal(
        429,
        "questions-used-up",
        "Today's questions are used up",
        "You have asked your {quota} questions of today. The count starts anew at midnight UTC.",
        ("remaining_today",),
    ),
    "MC433": Refusal(429, "too-many-requests", "Too many questions at once", "At most {most} questions in a minute."),
    "MC435": Refusal(
        429,
        "too-many-requests",
        "This is more than is kept in a minute",
        "At most {kilobytes} kB of what one member writes are kept in a minute. What was kept before is there.",
    ),
    "MC434": Refusal(
        503,
        "guidance-paused",
        "The guide rests until tomorrow",
        "All members' questions of today have used up what the guide may cost in a day. It answers again after "
        "midnight UTC; lessons, quizzes and cases go on as always.",
    ),
}


class _Words(dict[str, Any]):
    """The members of a DETAIL; one that a sentence names and that is not there is left out of it."""

    def __missing__(self, _: str) -> str:
        return ""


class Refused(Problem):
    """The database refused this."""

    def __init__(self, refusal: Refusal, detail: Mapping[str, Any]):
        super().__init__(
            refusal.says.format_map(_Words(detail)),
            retry_after_seconds=int(detail["seconds"]) if "seconds" in detail else None,
            extensions={name: detail[name] for name in refusal.shown},
        )
        self.status = refusal.status
        self.slug = refusal.slug
        self._title = refusal.title

    @property
    def title(self) -> str:
        """The fact in a few words."""
        return self._title


def problem_of(sqlstate: str, detail: str | None) -> Problem | None:
    """Return the problem that a refusal of the database's is; None for any other SQLSTATE."""
    refusal = REFUSALS.get(sqlstate)
    if refusal is None:
        return None
    if refusal.status == SignInRequired.status:
        return SignInRequired(refusal.says)
    return Refused(refusal, json.loads(detail or "{}"))
