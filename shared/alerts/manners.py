"""Who is told what, when and how often: pure decisions over what was found and what stands already.

Twice on end before anybody is told, money at once; one message an evaluation; a reminder a day (or a week); one "over",
at the first evaluation that does not find it. What comes back within the hour has to be found six times on end.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from shared.alerts.catalog import ALARMS, HOUR, Alarm
from shared.alerts.records import Decision, Finding, News, Standing

EVALUATIONS = 2
EVALUATIONS_AGAIN = 6
AGAIN_SECONDS = HOUR
DATABASE_AWAY = "database-away"
OTHERWISE = Alarm("now", "Something that this version has no page for")


class Situation(NamedTuple):
    """What an evaluation knows beside what it found.

    Until when names are muted, when each was last over, and since when the database is back.
    """

    now: float
    mutes: Mapping[str, float] = {}
    over: Mapping[str, float] = {}
    outage_over_at: float | None = None


def decide(situation: Situation, found: Iterable[Finding], standing: Iterable[Standing]) -> Decision:
    """Return the rows that change and the news that one message tells."""
    rows = {row.name: row for row in standing}
    changed, news = list[Standing](), list[News]()
    for finding in found:
        row = rows.pop(finding.name, None) or Standing(finding.name, raised_at=situation.now)
        after, said = _goes_on(situation, finding, row)
        changed.append(after)
        news += said
    for row in rows.values():
        if row.recent and _may_still_come(situation.now, row):
            continue
        changed.append(row._replace(state="over"))
        if row.state == "firing":
            news.append(News("over", row.name, row.detail, row.objects, row.raised_at))
    return Decision(tuple(changed), tuple(news))


def _may_still_come(now: float, row: Standing) -> bool:
    """Noted, and not often enough yet: its row goes on counting for an hour."""
    return row.state == "open" and now - max(row.recent) < HOUR


def _goes_on(situation: Situation, finding: Finding, row: Standing) -> tuple[Standing, list[News]]:
    """What becomes of one that was found: its row, and what is to be said of it."""
    seen = row._replace(
        detail=finding.says or row.detail, objects=finding.objects or row.objects, evaluations=row.evaluations + 1
    )
    if situation.mutes.get(row.name, 0.0) > situation.now:
        return seen._replace(state="muted"), []
    kind = _kind(situation, seen)
    if kind is None:
        return seen._replace(state="open" if row.told_at is None else "firing"), []
    told = tuple(dict.fromkeys(row.told + seen.objects))[-50:]
    news = News(kind, seen.name, seen.detail, seen.objects, seen.raised_at)
    return seen._replace(state="firing", told_at=situation.now, told=told), [news]


def _kind(situation: Situation, row: Standing) -> Literal["new", "more", "still"] | None:
    """Which kind of news this is now; None where it is none."""
    alarm = ALARMS.get(row.name, OTHERWISE)
    if row.told_at is None:
        if _follows_outage(situation, alarm):
            return None
        again = situation.now - situation.over.get(row.name, float("-inf")) < AGAIN_SECONDS
        enough = 1 if alarm.at_once else EVALUATIONS_AGAIN if again else EVALUATIONS
        return "new" if row.evaluations >= enough else None
    if set(row.objects) - set(row.told):
        return "more"
    return "still" if situation.now - row.told_at >= alarm.reminder_seconds else None


def _follows_outage(situation: Situation, alarm: Alarm) -> bool:
    return (
        situation.outage_over_at is not None and situation.now - situation.outage_over_at < alarm.after_outage_seconds
    )
