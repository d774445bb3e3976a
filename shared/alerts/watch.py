"""One evaluation: what the tables and a walk from outside say, what is decided on it, and the one message of it."""

import time
from collections.abc import Callable
from typing import NamedTuple

from shared import settings
from shared.alerts import channels, otlp, outage, queries
from shared.alerts.figures import Figures
from shared.alerts.manners import Situation, decide
from shared.alerts.message import compose
from shared.alerts.records import Decision, News, Plan, Standing, Walk
from shared.alerts.rules import findings
from shared.alerts.settings import AlertSettings, alerts
from shared.alerts.walk import take_walk
from shared.database import JOBS, DatabaseUnavailable, Executor, one_trip
from shared.operations.jobs import JOBS as SCHEDULED

OWN_NAME = "watch"
CLAIM_SECONDS = 60.0
LONG_UNSEEN_SECONDS = 8 * 60.0  # somebody missed an evaluation, or the database was away


class Evaluation(NamedTuple):
    """What an evaluation came to: `busy` is another's, `away` the database's; what stands, what was told."""

    state: str
    standing: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def watch(walk: Callable[[], Walk] | None = None, clock: Callable[[], float] = time.time) -> Evaluation:
    """Evaluate once and tell what is new. The heartbeat hears how it went, also when it cannot even be told."""
    channels_of = alerts()
    channels.beat(channels_of, "/start")
    try:
        evaluation, well, says = _evaluate(channels_of, walk or _walk, clock)
    except BaseException as failure:
        channels.beat(channels_of, "/fail", type(failure).__name__)
        raise
    channels.beat(channels_of, "" if well else "/fail", says)
    return evaluation


def _evaluate(
    told_by: AlertSettings, walk: Callable[[], Walk], clock: Callable[[], float]
) -> tuple[Evaluation, bool, str]:
    """Return the evaluation, whether all of it went well, and a line for the heartbeat."""
    try:
        if not queries.claim(_trip(), CLAIM_SECONDS):
            return Evaluation("busy"), True, "another evaluation is under way"
        figures = Figures.model_validate(queries.select_figures(_trip()))
    except DatabaseUnavailable:
        return _away(told_by, clock())
    return _decided(told_by, figures, walk())


def _away(told_by: AlertSettings, now: float) -> tuple[Evaluation, bool, str]:
    """The database is away: what else is wrong follows from it, or is told when it is back."""
    kept = outage.memory.recall(found_away=True)
    after, news = outage.goes_on(kept, now, remembers=outage.memory.works)
    told = news is not None and channels.tell(told_by, compose(settings.site().url, [news]))[0]
    outage.memory.keep(after if told or news is None else after._replace(told_at=kept.told_at if kept else None))
    return Evaluation("away", (outage.DATABASE_AWAY,), (outage.DATABASE_AWAY,) if told else ()), False, "database-away"


def _decided(told_by: AlertSettings, figures: Figures, walk: Walk) -> tuple[Evaluation, bool, str]:
    """Decide on what there is, tell it in one message, and write down what was decided and told."""
    unseen = figures.evaluated_at is not None and figures.now - figures.evaluated_at > LONG_UNSEEN_SECONDS
    over = outage.memory.recall(found_away=False) if unseen else outage.memory.outage
    standing = queries.select_standing(_trip())
    schedules = {name: job.every_seconds for name, job in SCHEDULED.items() if name != OWN_NAME}
    found = findings(figures, walk, Plan(told_by.database_bytes), schedules, standing)
    since = figures.now if over else figures.outage_over_at
    situation = Situation(figures.now, queries.select_mutes(_trip()), queries.select_over(_trip()), since)
    decision = decide(situation, found, standing)
    back = outage.is_over(over, figures.now) if over else None
    news = (*decision.news, *([back] if back else []))
    heard, everywhere = channels.tell(told_by, compose(settings.site().url, news)) if news else (True, True)
    kept = decision.changed if heard else _untold(decision)
    queries.save(_trip(), kept, outage_over=over is not None)
    if over and heard:
        outage.memory.keep(None)
    channels.export(told_by, otlp.metrics(figures, kept))
    return _evaluation(kept, news if heard else ()), everywhere, f"backup {figures.backup_manifest or 'none'}"


def _untold(decision: Decision) -> tuple[Standing, ...]:
    """What nobody could be told of stays as it was, and is news again at the next evaluation."""
    names = {each.name for each in decision.news}
    return tuple(row for row in decision.changed if row.name not in names)


def _evaluation(kept: tuple[Standing, ...], news: tuple[News, ...]) -> Evaluation:
    standing = tuple(row.name for row in kept if row.state != "over")
    return Evaluation("alarm" if standing else "well", standing, tuple(each.name for each in news))


def _walk() -> Walk:
    supabase = settings.supabase()
    return take_walk(settings.site().url, supabase.issuer, has_legacy_secret=bool(supabase.legacy_jwt_secret))


def _trip() -> Executor:
    return one_trip(JOBS)
