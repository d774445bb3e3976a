"""What comes in from /owner: which act, for whom, and why."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from shared.records import MailAddress, Record

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Action = Literal["grant", "extend", "revoke", "quiz-reset", "move", "resend", "refresh"]
LAST_MOMENT = time(23, 59, 59)  # the day that is named is a day of access
# What an act wants beside address and reason; nothing else may come with it.
WANTS = {"quiz-reset": "module", "move": "to"}
MAY_HAVE = {"grant": "until", "extend": "until", **WANTS}


class OwnerAction(Record):
    """The body of POST owner/action. `until` is the last day of access; null or absent is for good."""

    action: Action
    email: MailAddress | None = None
    reason: Reason | None = None
    until: Annotated[date, Field(strict=False)] | None = None
    module: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)] | None = None
    to: MailAddress | None = None

    @model_validator(mode="after")
    def _fits_its_action(self) -> Self:
        if self.action != "refresh" and (self.email is None or self.reason is None):
            raise ValueError("an act for a member wants email and reason")
        given = {name for name in ("until", "module", "to") if getattr(self, name) is not None}
        wanted = {name for name in (WANTS.get(self.action),) if name}
        if not wanted <= given or not given <= {MAY_HAVE.get(self.action)}:
            fitting = f"{self.action} takes {MAY_HAVE.get(self.action, 'nothing else')}"
            raise ValueError(fitting)
        if self.until is not None and self.until < datetime.now(UTC).date():
            raise ValueError("until is past")
        return self

    def detail(self) -> dict[str, object]:
        """Return what the act takes beside address and reason, as the database reads it."""
        named: dict[str, object] = {"module": self.module, "to": self.to, "until": last_moment(self.until)}
        return {name: value for name, value in named.items() if value is not None}


def last_moment(day: date | None) -> str | None:
    """Return the end of the last day of access (UTC), RFC 3339; None for access without an end."""
    return None if day is None else datetime.combine(day, LAST_MOMENT, UTC).isoformat()
