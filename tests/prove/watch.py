"""AREA=watch: healthy years that nearly nobody is written about, every alarm raised and over, and a database away."""

import random
from collections import Counter
from collections.abc import Callable

from shared.alerts.catalog import ALARMS, DAY, HOUR
from shared.alerts.outage import Outage, goes_on, is_over
from tests.prove.proof import Outcome, Proof
from tests.prove.watching.house import House
from tests.prove.watching.injected import INJECTED, healthy
from tests.prove.watching.year import BEFORE_DAYS, EVALUATION, figures_at, make_shop, walk_at

MESSAGES_A_YEAR = 3
SHOPS = (1.5, 8.0, 60.0)  # sign-ups on an ordinary day
EVALUATIONS_A_DAY = round(DAY / EVALUATION)


def healthy_years(size: int, seed: int) -> Outcome:
    """Live `size` evaluations of each of three shops; a year may have three messages, a part of one no more."""
    told = list[str]()
    wrong = 0
    for a_day in SHOPS:
        house = _live(a_day, size // len(SHOPS) + 1, seed)
        wrong += max(0, len(house.messages) - MESSAGES_A_YEAR)
        named = Counter(f"{news.kind} {news.name}" for message in house.messages for news in message)
        told.append(f"{a_day:g} a day: {len(house.messages)} messages {dict(named) or ''}".strip())
    return Outcome((size // len(SHOPS) + 1) * len(SHOPS), wrong, "; ".join(told))


def _live(a_day: float, evaluations: int, seed: int) -> House:
    house, chance = House(), random.Random(seed)
    shop = make_shop(seed, a_day, evaluations // EVALUATIONS_A_DAY + 1)
    bad = iter(shop.bad_signatures)
    next_bad = next(bad, float("inf"))
    for number in range(evaluations):
        now = BEFORE_DAYS * DAY + number * EVALUATION
        while next_bad <= now:
            if next_bad > now - EVALUATION:
                house.note("signature-refused", next_bad)
            next_bad = next(bad, float("inf"))
        if chance.random() > 1 / 3000:  # else the database is away for once
            house.evaluate(figures_at(shop, now), walk_at(chance))
    return house


def injected(size: int, seed: int) -> Outcome:
    """Raise every alarm there is for up to three hours, `size` times in all: one message, money at once, one "over"."""
    chance, faults, cases = random.Random(seed), list[str](), 0
    names = sorted(INJECTED)
    faults += [f"nothing injects {name}" for name in sorted(set(ALARMS) - {"database-away"} - set(names))]
    for number in range(size):
        name = names[number % len(names)]
        fault = _raised_and_over(name, chance)
        faults += [f"{name}: {fault}"] if fault else []
        cases += 1
    return Outcome(cases, len(faults), "; ".join(faults[:3]) or f"{len(names)} alarms, each told once and over once")


def _raised_and_over(name: str, chance: random.Random) -> str:
    """Say what was told otherwise than it is to be; empty where nothing was."""
    house, alarm = House(), ALARMS[name]
    start = 400 * DAY + chance.uniform(0, DAY)
    lasts = chance.randrange(2, 36)
    quiet = round((alarm.noted_seconds + HOUR) / EVALUATION) + 2
    told = list[tuple[int, str, str]]()
    for number in range(-3, lasts + quiet):
        now = start + number * EVALUATION
        figures, walk = INJECTED[name](house, now) if 0 <= number < lasts else healthy(now)
        told += [(number, news.kind, news.name) for news in house.evaluate(figures, walk)]
    expected = [(0 if alarm.at_once else 1, "new", name)]
    if alarm.noted_seconds > DAY:  # what only the next night can mend is told of once more, a day later
        told = [news for news in told if news[1] != "still"]
    if told[:1] != expected or [(kind, which) for _, kind, which in told[1:]] != [("over", name)]:
        return f"over {lasts} evaluations {told} was told"
    return ""


def database_away(size: int, seed: int) -> Outcome:
    """Let `size` outages of an hour happen, some with a memory and some with a process that lives: one message each."""
    chance, faults = random.Random(seed), list[str]()
    for _ in range(size):
        start = chance.uniform(0, 365 * DAY)
        told = _outage(start, remembers=chance.random() < 0.5)
        if told != ["new", "over"]:
            faults.append(str(told))
    return Outcome(size, len(faults), "; ".join(faults[:3]) or "one message and one over each")


def _outage(start: float, *, remembers: bool) -> list[str]:
    outage: Outage | None = None
    told = list[str]()
    for number in range(12):
        outage, news = goes_on(outage, start + number * EVALUATION, remembers=remembers)
        told += [news.kind] if news else []
    back = is_over(outage, start + HOUR) if outage else None
    return told + ([back.kind] if back else [])


def _proof(name: str, claim: str, full: int, part: int, run: Callable[[int, int], Outcome]) -> Proof:
    return Proof(name, claim, full, part, run)


PROOFS = [
    _proof(
        "watch: healthy years",
        "three shops' healthy years have at most three messages each",
        3 * 365 * EVALUATIONS_A_DAY,
        3 * 4 * EVALUATIONS_A_DAY,
        healthy_years,
    ),
    _proof("watch: alarms raised and over", "one message and one over for every alarm", 10_000, 120, injected),
    _proof("watch: database away for an hour", "one message, one over", 10_000, 100, database_away),
]
