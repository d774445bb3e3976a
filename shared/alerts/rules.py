"""What is wrong, decided from figures alone: each rule yields a finding or nothing, and remembers nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import comb

from shared.alerts.catalog import ALARMS, BACKUP_HOURS, HOUR
from shared.alerts.figures import Figures
from shared.alerts.records import Finding, Plan, Standing, Walk

FEWEST_FAILURES = 3
FEWEST_FAILED_REQUESTS = 2
FAILURES_OF_A_JOB = 2
NEARLY = 0.8  # of a day's money, of connections, of the database's size
CERTIFICATE_DAYS = 14
DRILL_DAYS = 35
DRILL = "restore-drill"
FEWEST_SIGN_UPS = 5
# How rarely so few would have confirmed by chance, where mail arrives: nobody, or some.
CHANCE_OF_NOBODY, CHANCE_OF_SOME = 0.0005, 0.00001
PAUSES = 9  # times the usual distance: one gap in eight thousand of them, where things happen by chance
LONGER_THAN_LONGEST = 2.5  # nights and weekends are pauses too
HOURS_A_DAY = 24

Rule = Callable[[Figures], Iterator[Finding]]


def findings(
    figures: Figures, walk: Walk, plan: Plan, schedules: Mapping[str, int], standing: Iterable[Standing]
) -> list[Finding]:
    """Return everything that is wrong now, one finding a name. `schedules` says how often each job is to run, in s."""
    found = [finding for rule in RULES for finding in rule(figures)]
    found += [*_of_walk(walk), *_of_plan(figures, plan), *_of_schedules(figures, schedules)]
    found += [finding for row in standing for finding in _noted(figures.now, row)]
    merged: dict[str, Finding] = {}
    for finding in found:
        earlier = merged.get(finding.name)
        merged[finding.name] = finding if earlier is None else _together(earlier, finding)
    return list(merged.values())


def _together(first: Finding, second: Finding) -> Finding:
    return first._replace(objects=tuple(dict.fromkeys(first.objects + second.objects)))


def _money(figures: Figures) -> Iterator[Finding]:
    money = figures.money
    if money.needs_review:
        many = len(money.needs_review)
        yield Finding("payment-needs-review", f"{many} to be looked at", tuple(money.needs_review))
    if money.second:
        yield Finding("payment-second", f"{len(money.second)} that stand beside another", tuple(money.second))
    if money.disputes:
        days = (money.dispute_hours or 0) / HOURS_A_DAY
        yield Finding("dispute-deadline", f"the next in {days:.1f} days", tuple(money.disputes))


def _failures(figures: Figures) -> Iterator[Finding]:
    failures = figures.failures
    if failures.answers >= FEWEST_FAILURES and failures.requests >= FEWEST_FAILED_REQUESTS:
        yield Finding("answers-failing", f"{failures.answers} in 15 minutes: {', '.join(failures.kinds)}")


def _backup(figures: Figures) -> Iterator[Finding]:
    if figures.backup_hours is None:
        if (figures.installed_hours or 0) > BACKUP_HOURS:
            yield Finding("backup-old", "there has never been one that is whole")
    elif figures.backup_hours > BACKUP_HOURS:
        yield Finding("backup-old", f"the newest is {figures.backup_hours:.0f} hours old")


def _failed_jobs(figures: Figures) -> Iterator[Finding]:
    failed = [job for job in figures.jobs if job.failures >= FAILURES_OF_A_JOB]
    if failed:
        says = ", ".join(f"{job.name} {job.failures} times on end" for job in failed)
        yield Finding("job-failed", says, tuple(job.name for job in failed))


def _guide(figures: Figures) -> Iterator[Finding]:
    limit = figures.ai_limit_microusd
    if limit and figures.ai_spent_microusd >= NEARLY * limit:
        spent = f"{figures.ai_spent_microusd / 1e6:.2f} of {limit / 1e6:.2f} dollars"
        yield Finding("guide-spend-high", f"{spent} since midnight (UTC)")


def _connections(figures: Figures) -> Iterator[Finding]:
    if figures.connections >= NEARLY * figures.connections_limit:
        yield Finding("connections-high", f"{figures.connections} of {figures.connections_limit}")


def _mail(figures: Figures) -> Iterator[Finding]:
    """Fewer than half as many as usual have confirmed, and that so few did is no chance."""
    seen = figures.sign_ups
    if seen.recent < FEWEST_SIGN_UPS or not seen.usual:
        return
    usual = seen.usual_confirmed / seen.usual
    few = seen.recent_confirmed / seen.recent < usual / 2
    chance = CHANCE_OF_SOME if seen.recent_confirmed else CHANCE_OF_NOBODY
    if few and at_most(seen.recent_confirmed, seen.recent, usual) < chance:
        says = f"{seen.recent_confirmed} of {seen.recent} who signed up in a day confirmed; usual are {usual:.0%}"
        yield Finding("mail-not-arriving", says)


def _silence(figures: Figures) -> Iterator[Finding]:
    """Nothing for nine times the usual distance, and far beyond the longest pause of the 28 days before."""
    for pause in figures.pauses:
        usual = HOURS_A_DAY / pause.per_day
        if pause.hours > PAUSES * usual and pause.hours > LONGER_THAN_LONGEST * pause.longest_hours:
            yield Finding(f"no-{pause.what}", f"none for {pause.hours:.0f} hours; usual is one in {usual:.1f}")


def _facts(figures: Figures) -> Iterator[Finding]:
    if figures.facts_due:
        yield Finding("facts-due", f"{figures.facts_due} past their date")


def _drill(figures: Figures) -> Iterator[Finding]:
    hours = [job.hours for job in figures.jobs if job.name == DRILL] or [figures.installed_hours or 0]
    if hours[0] > DRILL_DAYS * HOURS_A_DAY:
        yield Finding("drill-overdue", f"none for {hours[0] / HOURS_A_DAY:.0f} days")


RULES: Sequence[Rule] = (
    _money,
    _failures,
    _backup,
    _failed_jobs,
    _guide,
    _connections,
    _mail,
    _silence,
    _facts,
    _drill,
)


def _of_walk(walk: Walk) -> Iterator[Finding]:
    for name, fault in (("site-away", walk.site), ("lessons-away", walk.lessons), ("auth-away", walk.auth)):
        if fault:
            yield Finding(name, fault)
    if walk.certificate_days is not None and walk.certificate_days < CERTIFICATE_DAYS:
        yield Finding("certificate-expiring", f"in {walk.certificate_days:.0f} days")


def _of_plan(figures: Figures, plan: Plan) -> Iterator[Finding]:
    if figures.database_bytes >= NEARLY * plan.database_bytes:
        yield Finding("database-large", f"{figures.database_bytes / 1e6:,.0f} of {plan.database_bytes / 1e6:,.0f} MB")


def _of_schedules(figures: Figures, schedules: Mapping[str, int]) -> Iterator[Finding]:
    """A job has its interval and a good hour, or a twelfth of it; one that never ran, since the last `migrate`."""
    since = {job.name: job.hours for job in figures.jobs}
    late = {
        name: hours
        for name, seconds in schedules.items()
        if (hours := since.get(name, figures.changed_hours or 0)) > (seconds + max(1.25 * HOUR, seconds / 12)) / HOUR
    }
    if late:
        says = ", ".join(f"{name} last succeeded {hours:.0f} hours ago" for name, hours in late.items())
        yield Finding("job-overdue", says, tuple(late))


def _noted(now: float, row: Standing) -> Iterator[Finding]:
    """What functions have noted lately, and often enough."""
    alarm = ALARMS.get(row.name)
    if alarm is None or not alarm.noted_seconds or not row.recent:
        return
    last = max(row.recent)
    often = sum(moment > last - HOUR for moment in row.recent) >= alarm.at_least
    if often and now - last < alarm.noted_seconds:
        yield Finding(row.name, row.detail, row.objects)


def at_most(successes: int, tries: int, chance: float) -> float:
    """Return how likely at most so many of `tries` succeed, each with `chance` (the binomial distribution)."""
    return sum(comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in range(successes + 1))
