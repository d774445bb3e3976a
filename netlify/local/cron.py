"""Schedules as Netlify takes them: `@hourly` and its like, or five cron fields, in UTC."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

NAMED = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
LONGEST_SEARCH = timedelta(days=366 * 5)


class ScheduleInvalid(Exception):
    """The schedule is neither a name that Netlify knows nor five cron fields."""


class Schedule(NamedTuple):
    """The minutes, hours, days, months and weekdays (0 is Sunday) on which to run."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def next_after(self, moment: datetime) -> datetime:
        """Return the first minute after `moment` that fits; raises ScheduleInvalid where none ever does."""
        candidate = moment.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        last = candidate + LONGEST_SEARCH
        while candidate < last:
            if not self._day_fits(candidate):
                candidate = candidate.replace(hour=0, minute=0) + timedelta(days=1)
            elif candidate.hour not in self.hours:
                candidate = candidate.replace(minute=0) + timedelta(hours=1)
            elif candidate.minute not in self.minutes:
                candidate += timedelta(minutes=1)
            else:
                return candidate
        raise ScheduleInvalid("no such day exists")

    def _day_fits(self, moment: datetime) -> bool:
        """Where both the day and the weekday are given, either will do (crontab(5))."""
        day, weekday = moment.day in self.days, moment.isoweekday() % 7 in self.weekdays
        return moment.month in self.months and (day or weekday if self.either_day else day and weekday)


def parse(schedule: str) -> Schedule:
    """Return the schedule that `schedule` writes; raises ScheduleInvalid."""
    fields = NAMED.get(schedule.strip(), schedule).split()
    if len(fields) != len(RANGES):
        raise ScheduleInvalid(f"{schedule!r} is neither @hourly or its like nor five cron fields")
    try:
        minutes, hours, days, months, weekdays = (
            _field(field, low, high) for field, (low, high) in zip(fields, RANGES, strict=True)
        )
    except ValueError:
        raise ScheduleInvalid(f"{schedule!r} has a field that cron does not know") from None
    either_day = not fields[2].startswith("*") and not fields[4].startswith("*")
    return Schedule(minutes, hours, days, months, frozenset(day % 7 for day in weekdays), either_day)


def _field(field: str, low: int, high: int) -> frozenset[int]:
    """`*`, `5`, `1-5`, `*/10`, `1-30/5` and lists of these."""
    values: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        begin, end = (low, high) if span == "*" else (int(first), int(last or (high if step else first)))
        if not low <= begin <= end <= high:
            raise ValueError(part)
        values.update(range(begin, end + 1, int(step or 1)))
    return frozenset(values)
