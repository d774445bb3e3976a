"""The watch's rules and manners on a table of its own: evaluation after evaluation, and what each would have told."""

from collections.abc import Iterable, Mapping

from shared.alerts.figures import Figures
from shared.alerts.manners import Situation, decide
from shared.alerts.records import News, Plan, Standing, Walk
from shared.alerts.rules import findings

PLAN = Plan(8_000_000_000)
SCHEDULES = {"reconcile-payments": 3600, "nightly-backup": 86400}


class House:
    """What stands, and every message so far."""

    def __init__(self, schedules: Mapping[str, int] = SCHEDULES) -> None:
        self.schedules = schedules
        self.standing: dict[str, Standing] = {}
        self.over: dict[str, float] = {}
        self.mutes: dict[str, float] = {}
        self.outage_over_at: float | None = None
        self.messages: list[tuple[News, ...]] = []

    def note(self, name: str, now: float, about: str = "") -> None:
        """A function notes an alert."""
        row = self.standing.get(name) or Standing(name, raised_at=now)
        objects = tuple(dict.fromkeys((about, *row.objects))) if about else row.objects
        self.standing[name] = row._replace(recent=(now, *row.recent)[:10], objects=objects)

    def evaluate(self, figures: Figures, walk: Walk) -> tuple[News, ...]:
        """Evaluate once; return what its message tells."""
        found = findings(figures, walk, PLAN, self.schedules, self.standing.values())
        situation = Situation(figures.now, self.mutes, self.over, self.outage_over_at)
        decision = decide(situation, found, self.standing.values())
        self._keep(decision.changed, figures.now)
        if decision.news:
            self.messages.append(decision.news)
        return decision.news

    def _keep(self, changed: Iterable[Standing], now: float) -> None:
        for row in changed:
            if row.state != "over":
                self.standing[row.name] = row
            else:
                del self.standing[row.name]
                if row.told_at is not None:
                    self.over[row.name] = now
