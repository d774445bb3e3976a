"""A shop's healthy year, made by chance: days and nights, weekends, holidays, odd failures; and its figures then.

The figures are worked out here a second time, from lists of moments, as sql/functions/alerts does from tables.
"""

import math
import random
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import NamedTuple

from shared.alerts.catalog import DAY, HOUR
from shared.alerts.figures import Failures, Figures, JobFigures, Pause, SignUps
from shared.alerts.records import Walk

EVALUATION = 300.0
BEFORE_DAYS = 60  # what came before the year, so that there is something usual
# How busy an hour is, of a day (UTC, a US evening at its end) and of a week.
HOURS = (9, 7, 5, 3, 2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 7, 7, 8, 10, 11)
WEEKDAYS = (1.1, 1.1, 1.1, 1.0, 0.9, 0.7, 1.1)
BUSIEST = max(HOURS) / (sum(HOURS) / 24) * 1.15
HOLIDAYS = (357, 366)
CONFIRMED = 0.85
BUYS = 0.12


class Shop(NamedTuple):
    """A year of a shop: moments in seconds since its first day, each list in order."""

    sign_ups: list[float]
    confirmations: list[float]  # when the sign-up of the same place confirmed; infinity where it never did
    sales: list[float]
    webhooks: list[float]
    failures: list[tuple[float, str]]
    bad_signatures: list[float]
    hourly: list[float]
    nightly: list[float]


def make_shop(seed: int, a_day: float, days: int) -> Shop:
    """Return a shop in which `a_day` people sign up on an ordinary day."""
    chance = random.Random(seed)
    end = (BEFORE_DAYS + days) * DAY
    sign_ups = _arrivals(chance, a_day, end)
    sales = sorted(
        bought
        for moment in sign_ups
        if chance.random() < BUYS and (bought := moment + chance.expovariate(1 / (4 * DAY))) < end
    )
    webhooks = sorted(
        [sale + chance.uniform(0, 60) for sale in sales for _ in range(4)]
        + [moment + DAY for moment in sign_ups if chance.random() < 0.2 and moment + DAY < end]
    )
    return Shop(
        sign_ups,
        [m + chance.lognormvariate(math.log(120), 1.2) if chance.random() < CONFIRMED else math.inf for m in sign_ups],
        sales,
        webhooks,
        _failures(chance, end),
        sorted(chance.uniform(0, end) for _ in range(int(end / DAY / 3))),
        [hour * HOUR + 40 for hour in range(int(end / HOUR)) if chance.random() > 1 / 500],
        [day * DAY + 3 * HOUR + chance.uniform(30, 600) for day in range(int(end / DAY))],
    )


def _arrivals(chance: random.Random, a_day: float, end: float) -> list[float]:
    """Moments by chance, more of them in busy hours (thinning)."""
    found, moment, most = list[float](), 0.0, a_day / DAY * BUSIEST
    while (moment := moment + chance.expovariate(most)) < end:
        day = int(moment / DAY)
        busy = HOURS[int(moment % DAY / HOUR)] / (sum(HOURS) / 24) * WEEKDAYS[day % 7] / BUSIEST
        quiet = 0.4 if HOLIDAYS[0] <= (day - BEFORE_DAYS) % 366 < HOLIDAYS[1] else 1.0
        if chance.random() < busy * quiet:
            found.append(moment)
    return found


def _failures(chance: random.Random, end: float) -> list[tuple[float, str]]:
    """One in two days alone, and once a month one that its caller sends three times over."""
    alone = [(chance.uniform(0, end), f"a{number}") for number in range(int(end / DAY / 2))]
    again = [(chance.uniform(0, end), f"b{number}") for number in range(int(end / DAY / 30))]
    return sorted(alone + [(moment + wait, name) for moment, name in again for wait in (0, 5, 30)])


def walk_at(chance: random.Random) -> Walk:
    """What a walk finds: well, but for one in two thousand."""
    if chance.random() > 1 / 2000:
        return Walk(certificate_days=float(chance.randrange(30, 90)))
    return chance.choice([Walk(site="answers 502"), Walk(lessons="does not answer"), Walk(auth="answers 500")])


def figures_at(shop: Shop, now: float) -> Figures:
    """Return what the tables would say at `now`."""
    return Figures(
        now=now,
        installed_hours=now / HOUR,
        failures=_failing(shop, now),
        jobs=[
            _job("reconcile-payments", shop.hourly, now, HOUR),
            _job("nightly-backup", shop.nightly, now, DAY),
            JobFigures(name="restore-drill", failures=0, hours=now % (30 * DAY) / HOUR),
        ],
        sign_ups=_confirmed(shop, now),
        pauses=[
            pause
            for what, moments in (("sign-ups", shop.sign_ups), ("sales", shop.sales), ("webhooks", shop.webhooks))
            if (pause := _pause(what, moments, now))
        ],
        backup_hours=_since(shop.nightly, now) / HOUR,
        ai_spent_microusd=round(6_000_000 * now % DAY / DAY),
        ai_limit_microusd=10_000_000,
        connections=12,
        connections_limit=60,
        database_bytes=300_000_000 + round(now),
    )


def _failing(shop: Shop, now: float) -> Failures:
    recent = shop.failures[bisect_left(shop.failures, (now - 900, "")) : bisect_right(shop.failures, (now, "~"))]
    return Failures(answers=len(recent), requests=len({name for _, name in recent}))


def _since(moments: list[float], now: float) -> float:
    place = bisect_right(moments, now)
    return now - moments[place - 1] if place else now


def _job(name: str, succeeded: list[float], now: float, every: float) -> JobFigures:
    since = _since(succeeded, now)
    return JobFigures(name=name, failures=max(0, int(since / every) - 1), hours=since / HOUR)


def _confirmed(shop: Shop, now: float) -> SignUps:
    first, day, last = (bisect_right(shop.sign_ups, now - back) for back in (29 * DAY, DAY, 600))
    usual, recent = shop.confirmations[first:day], shop.confirmations[day:last]
    return SignUps(
        recent=len(recent),
        recent_confirmed=sum(moment <= now for moment in recent),
        usual=len(usual),
        usual_confirmed=sum(moment <= now for moment in usual),
    )


def _pause(what: str, moments: list[float], now: float) -> Pause | None:
    end = bisect_right(moments, now)
    if not end:
        return None
    begin = bisect_right(moments, moments[end - 1] - 28 * DAY)
    known = moments[begin:end]
    if what == "webhooks":
        known = sorted({moment // HOUR * HOUR for moment in known})
    longest = max((after - before for before, after in pairwise(known)), default=0.0)
    return Pause(what=what, hours=(now - known[-1]) / HOUR, per_day=len(known) / 28, longest_hours=longest / HOUR)
