"""The night's work for the owner: the figures."""

from collections.abc import Mapping

from shared.owner.make_report import make_report


def make_nightly() -> Mapping[str, object]:
    """Make the figures; return the seconds that it took."""
    return {"seconds": round(make_report(), 1)}
