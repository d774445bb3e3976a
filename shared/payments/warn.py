"""Alerts about money: a line for each thing that somebody has to look at."""

from shared import logs
from shared.payments.records import Applied


def warn(applied: Applied | None, object_id: str | None) -> None:
    """Raise the alerts of a fact."""
    for name in applied.alerts if applied else ():
        logs.alert(name, about=object_id)
