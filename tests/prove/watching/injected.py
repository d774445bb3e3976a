"""For each alarm the figures in which it is raised; everything else stays healthy."""

from collections.abc import Callable
from typing import Any

from shared.alerts.catalog import ALARMS
from shared.alerts.figures import Failures, Figures, JobFigures, Money, Pause, SignUps
from shared.alerts.records import Walk
from tests.prove.watching.house import House

Injection = Callable[[House, float], tuple[Figures, Walk]]
WELL: dict[str, Any] = {
    "installed_hours": 10_000.0,
    "backup_hours": 12.0,
    "jobs": [
        JobFigures(name="restore-drill", failures=0, hours=100.0),
        JobFigures(name="nightly-backup", failures=0, hours=12.0),
        JobFigures(name="reconcile-payments", failures=0, hours=0.5),
    ],
    "ai_limit_microusd": 10_000_000,
    "connections_limit": 60,
}
WALK = Walk(certificate_days=60.0)


def healthy(now: float) -> tuple[Figures, Walk]:
    """Return figures and a walk with nothing wrong."""
    return Figures(now=now, **WELL), WALK


def _figures(**changed: Any) -> Injection:
    return lambda _, now: (Figures(now=now, **(WELL | changed)), WALK)


def _walk(walk: Walk) -> Injection:
    return lambda _, now: (Figures(now=now, **WELL), walk)


def _noted(name: str) -> Injection:
    """Functions note it as often as it takes, at the first evaluation; later ones of the same object change nothing."""

    def note(house: House, now: float) -> tuple[Figures, Walk]:
        if name not in house.standing and name not in house.over:
            for _ in range(ALARMS[name].at_least):
                house.note(name, now, "object_1")
        return healthy(now)

    return note


def _job(name: str, failures: int, hours: float) -> list[JobFigures]:
    others = [job for job in WELL["jobs"] if job.name != name]
    return [*others, JobFigures(name=name, failures=failures, hours=hours)]


def _silent(what: str) -> Injection:
    return _figures(pauses=[Pause(what=what, hours=60.0, per_day=4.0, longest_hours=20.0)])


INJECTED: dict[str, Injection] = {
    **{name: _noted(name) for name, alarm in ALARMS.items() if alarm.noted_seconds},
    "payment-needs-review": _figures(money=Money(needs_review=["pi_1"])),
    "payment-second": _figures(money=Money(second=["p1"])),
    "dispute-deadline": _figures(money=Money(disputes=["dp_1"], dispute_hours=50.0)),
    "answers-failing": _figures(failures=Failures(answers=3, requests=2, kinds=["ask-ai 500 (3)"])),
    "site-away": _walk(Walk(site="the landing page answers 500", certificate_days=60.0)),
    "lessons-away": _walk(Walk(lessons="list-modules answers 503", certificate_days=60.0)),
    "auth-away": _walk(Walk(auth="the sign-in publishes no key", certificate_days=60.0)),
    "certificate-expiring": _walk(Walk(certificate_days=13.0)),
    "backup-old": _figures(backup_hours=26.1),
    "job-failed": _figures(jobs=_job("housekeeping", 2, 30.0)),
    "job-overdue": _figures(jobs=_job("reconcile-payments", 0, 3.0)),
    "guide-spend-high": _figures(ai_spent_microusd=8_000_000),
    "connections-high": _figures(connections=48),
    "database-large": _figures(database_bytes=6_400_000_000),
    "mail-not-arriving": _figures(sign_ups=SignUps(recent=6, recent_confirmed=0, usual=200, usual_confirmed=170)),
    "no-sign-ups": _silent("sign-ups"),
    "no-sales": _silent("sales"),
    "no-webhooks": _silent("webhooks"),
    "facts-due": _figures(facts_due=3),
    "drill-overdue": _figures(jobs=_job("restore-drill", 0, 36 * 24.0)),
}
