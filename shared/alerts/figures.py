"""What one evaluation looks at: the figures that watch_figures() gathers, checked field by field."""

from pydantic import Field

from shared.records import Record


class Money(Record):
    """Ids of payments that wait to be looked at, second payments that stand, and disputes that want an answer."""

    needs_review: list[str] = Field(default_factory=list)
    second: list[str] = Field(default_factory=list)
    disputes: list[str] = Field(default_factory=list)
    dispute_hours: float | None = None


class Failures(Record):
    """What failed or was slow in the last quarter of an hour."""

    answers: int = 0
    requests: int = 0
    kinds: list[str] = Field(default_factory=list)


class JobFigures(Record):
    """A job: its failures since it last succeeded, and how many hours ago that was (or it was first tried)."""

    name: str
    failures: int
    hours: float


class SignUps(Record):
    """Sign-ups of the last day and of the 28 before, and how many of each have confirmed their address."""

    recent: int = 0
    recent_confirmed: int = 0
    usual: int = 0
    usual_confirmed: int = 0


class Pause(Record):
    """How long nothing has happened, how often it does in a day, and the longest pause of the 28 days before."""

    what: str
    hours: float
    per_day: float
    longest_hours: float


class Figures(Record):
    """Everything an evaluation decides by; `now` and moments are seconds since 1970, ages are hours.

    `installed_hours` is how long ago the first definition was applied, `changed_hours` the newest.
    """

    now: float
    installed_hours: float | None = None
    changed_hours: float | None = None
    money: Money = Field(default_factory=Money)
    failures: Failures = Field(default_factory=Failures)
    jobs: list[JobFigures] = Field(default_factory=list)
    sign_ups: SignUps = Field(default_factory=SignUps)
    pauses: list[Pause] = Field(default_factory=list)
    backup_hours: float | None = None
    backup_manifest: str | None = None
    ai_spent_microusd: int = 0
    ai_limit_microusd: int = 0
    connections: int = 0
    connections_limit: int = 100
    database_bytes: int = 0
    facts_due: int = 0
    webhook_hours: float | None = None
    evaluated_at: float | None = None
    outage_over_at: float | None = None
