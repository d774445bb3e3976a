"""The database being away: the one thing the watch cannot keep a row of, and so remembers elsewhere.

First in this process, which Netlify keeps for some minutes, and in the backups' (or the media's) store, where another
process finds it. Where neither knows, it is told in the first evaluation of each hour: rather twelve times than never.
"""

import json
from contextlib import suppress
from typing import NamedTuple

from shared.alerts.catalog import DAY, HOUR
from shared.alerts.manners import DATABASE_AWAY, EVALUATIONS
from shared.alerts.records import News
from shared.deadline import within
from shared.environment import SettingMissing, read
from shared.operations.gateway import ObjectMissing, Store, StoreUnavailable
from shared.settings import StoreSettings, store_of

KEY = "watch/database-away.json"
NOTHING = b"{}"
STORE_SECONDS = 6.0
FIRST_OF_THE_HOUR_SECONDS = 300.0
SAYS = "nothing can be read or written; what else is wrong is told when it is back"


class Outage(NamedTuple):
    """Since when the database is away, at how many evaluations it was found so, and when that was told."""

    since: float
    evaluations: int = 0
    told_at: float | None = None


class Memory:
    """What this process knows of an outage, and the store for the next one; `works` says whether there is one."""

    def __init__(self) -> None:
        self.outage: Outage | None = None
        self.works = True
        self._asked = False

    def recall(self, *, found_away: bool) -> Outage | None:
        """Return the outage that this process or another has found; while it goes on the store is asked once."""
        if self.outage is None and not (found_away and self._asked):
            self.outage, self.works = _stored()
            self._asked = True
        return self.outage

    def keep(self, outage: Outage | None) -> None:
        """Remember `outage`, or that there is none any more."""
        self.outage, self._asked = outage, True
        _store(outage)


memory = Memory()


def goes_on(outage: Outage | None, now: float, *, remembers: bool) -> tuple[Outage, News | None]:
    """Return the outage after another evaluation of it (None: the first), and the news of that, if any.

    Without a memory that `remembers` from process to process, the first evaluation of an hour is enough.
    """
    seen = (outage or Outage(now))._replace(evaluations=outage.evaluations + 1 if outage else 1)
    blind = outage is None and not remembers and now % HOUR < FIRST_OF_THE_HOUR_SECONDS
    enough = seen.evaluations >= EVALUATIONS or blind
    kind = "still" if seen.told_at is not None else "new"
    if not enough or (seen.told_at is not None and now - seen.told_at < DAY):
        return seen, None
    return seen._replace(told_at=now), News(kind, DATABASE_AWAY, SAYS, (), seen.since)


def is_over(outage: Outage, now: float) -> News | None:
    """Return the news that the database is back, where somebody was told that it was away."""
    if outage.told_at is None:
        return None
    return News("over", DATABASE_AWAY, f"it was away for {(now - outage.since) / 60:.0f} minutes", (), outage.since)


def store_settings() -> StoreSettings | None:
    """Return the store that remembers; None where neither is set, or what is set cannot be read."""
    for name in ("BACKUP_S3_URL", "MEDIA_S3_URL"):
        try:
            return store_of(read(name), name)
        except SettingMissing:
            continue
    return None


def _stored() -> tuple[Outage | None, bool]:
    """Return what the store remembers, and whether there is one to ask."""
    settings = store_settings()
    if settings is None:
        return None, False
    try:
        kept = within(STORE_SECONDS, lambda: b"".join(Store(settings).read(KEY)))
        return (Outage(**json.loads(kept)) if kept != NOTHING else None), True
    except ObjectMissing:
        return None, True
    except (StoreUnavailable, TimeoutError):
        return None, False
    except (ValueError, TypeError):
        return None, True


def _store(outage: Outage | None) -> None:
    settings = store_settings()
    if settings is None:
        return
    content = json.dumps(outage._asdict()).encode() if outage else NOTHING
    with suppress(StoreUnavailable, TimeoutError):
        within(STORE_SECONDS, lambda: Store(settings).put(KEY, content, "application/json", "no-store"))
