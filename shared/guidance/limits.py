"""What members may ask and what the guide may cost: the settings decide, the jobs' role tells the database."""

import threading

from shared import settings
from shared.database import JOBS, one_trip
from shared.guidance import queries
from shared.guidance.records import Limits


class _Instance(threading.local):
    """What one instance has told the database; a thread counts as an instance."""

    told: tuple[str, Limits] | None = None


_instance = _Instance()


def tell_limits() -> None:
    """Let the database know the limits that the settings name, once an instance: whoever asks cannot say them."""
    guidance = settings.guidance()
    limits = Limits(
        guidance.questions_free, guidance.questions_full, guidance.burst_per_minute, guidance.daily_spend_microusd
    )
    telling = (settings.database().url, limits)
    if _instance.told != telling:
        queries.set_limits(one_trip(JOBS), limits)
        _instance.told = telling
