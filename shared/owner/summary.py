"""The report in ten lines: what the Monday mail and the command line say."""

from collections.abc import Mapping
from typing import Any

LINES = ("sales", "refunds", "codes", "funnel", "progress", "completion", "questions", "guide", "spend")


def summary(report: Mapping[str, Any]) -> list[str]:
    """Return ten lines: a sentence of each table, and who needs help. No member is named."""
    return [
        *(f"{report[name]['heading']}: {report[name]['sentence']}" for name in LINES),
        _help(report["help"]["counts"]),
    ]


def _help(counts: Mapping[str, int]) -> str:
    stopped, failed, left = (counts.get(need, 0) for need in ("stopped", "failed_twice", "did_not_buy"))
    return (
        f"Who needs help: {stopped} paid and stopped 14 days ago or longer, {failed} failed a quiz twice, "
        f"{left} went to pay twice and did not."
    )
