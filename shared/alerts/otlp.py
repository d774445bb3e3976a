"""The watch's figures as OpenTelemetry's metrics in JSON (opentelemetry.io/docs/specs/otlp), without its SDK."""

from collections.abc import Iterator, Sequence

from shared.alerts.figures import Figures
from shared.alerts.records import Standing

SERVICE = "primary-care-financial-masterclass"
Attributes = dict[str, str]


def metrics(figures: Figures, standing: Sequence[Standing]) -> dict[str, object]:
    """Return an ExportMetricsServiceRequest: one gauge a figure, with its moment."""
    moment = str(round(figures.now * 1e9))
    gauges: dict[str, tuple[str, list[dict[str, object]]]] = {}
    for name, unit, value, attributes in _points(figures, standing):
        point: dict[str, object] = {
            "timeUnixNano": moment,
            "asDouble": float(value),
            "attributes": _attributes(attributes),
        }
        gauges.setdefault(name, (unit, []))[1].append(point)
    listed: list[dict[str, object]] = [
        {"name": name, "unit": unit, "gauge": {"dataPoints": points}} for name, (unit, points) in gauges.items()
    ]
    scope = {"scope": {"name": "watch"}, "metrics": listed}
    return {
        "resourceMetrics": [
            {"resource": {"attributes": _attributes({"service.name": SERVICE})}, "scopeMetrics": [scope]}
        ]
    }


def _points(figures: Figures, standing: Sequence[Standing]) -> Iterator[tuple[str, str, float, Attributes]]:
    yield "masterclass.failures", "{answer}", figures.failures.answers, {}
    yield "masterclass.ai.spent", "{dollar}", figures.ai_spent_microusd / 1e6, {}
    yield "masterclass.database.connections", "{connection}", figures.connections, {}
    yield "masterclass.database.size", "By", figures.database_bytes, {}
    yield "masterclass.sign_ups.day", "{sign-up}", figures.sign_ups.recent, {}
    yield "masterclass.sign_ups.confirmed", "{sign-up}", figures.sign_ups.recent_confirmed, {}
    if figures.backup_hours is not None:
        yield "masterclass.backup.age", "h", figures.backup_hours, {}
    for job in figures.jobs:
        yield "masterclass.job.age", "h", job.hours, {"job": job.name}
    for pause in figures.pauses:
        yield "masterclass.silence", "h", pause.hours, {"of": pause.what}
    for state in ("open", "firing", "muted"):
        yield "masterclass.alerts", "{alert}", sum(row.state == state for row in standing), {"state": state}


def _attributes(given: Attributes) -> list[dict[str, object]]:
    return [{"key": key, "value": {"stringValue": value}} for key, value in given.items()]
