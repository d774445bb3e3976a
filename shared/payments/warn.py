"""Alerts about money: a line for each thing that somebody has to look at."""

from shared import logs
from shared.payments.records import Applied


def warn(applied: Applied | None, object_id: str | None) -> None:
    """Write the alerts that a fact has raised."""
    for name in applied.alerts if applied else ():
        logs.write({"alert": name, "object": object_id})
