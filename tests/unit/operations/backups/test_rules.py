"""Which backups are kept, and which has lost too much."""

from datetime import UTC, datetime, timedelta

from shared.operations.backups import rules

NOW = datetime(2026, 11, 29, 3, 17, tzinfo=UTC)


def nightly(days: int) -> dict[str, datetime]:
    """Return a backup of each of the last `days` nights."""
    moments = [NOW - timedelta(days=day) for day in range(days)]
    return {f"{moment:%Y%m%d}": moment for moment in moments}


def test_seven_days_four_weeks_twelve_months() -> None:
    """Of two years of nights stay 7 daily, the newest of each of 4 weeks and of each of 12 months."""
    kept = sorted(rules.kept(nightly(730)), reverse=True)
    assert kept[:7] == [f"202611{day}" for day in range(29, 22, -1)]
    assert kept[7:10] == ["20261122", "20261115", "20261108"]  # Sundays; the newest of four weeks is among the days
    assert kept[10:] == [
        f"{year}{month:02}{day}"
        for year, month, day in (
            (2026, 10, 31), (2026, 9, 30), (2026, 8, 31), (2026, 7, 31), (2026, 6, 30),
            (2026, 5, 31), (2026, 4, 30), (2026, 3, 31), (2026, 2, 28), (2026, 1, 31), (2025, 12, 31),
        )
    ]  # fmt: skip


def test_what_was_taken_by_hand_today_stays() -> None:
    """All of the last 24 hours are kept; of an earlier day only the newest."""
    taken = {"morning": NOW - timedelta(hours=20), "noon": NOW - timedelta(hours=10), "now": NOW}
    assert rules.kept(taken) == set(taken)
    taken |= {"earlier": NOW - timedelta(days=3, hours=2), "earlier, later": NOW - timedelta(days=3)}
    assert "earlier" not in rules.kept(taken)


def test_nothing_is_kept_of_nothing() -> None:
    """Without backups there is nothing to keep."""
    assert rules.kept({}) == set()


def test_under_four_fifths_is_too_few() -> None:
    """A table with under 80 % of its rows is named, one with exactly 80 % or more is not, one that is gone is."""
    before = {"masterclass.users": 10, "masterclass.orders": 10, "masterclass.plans": 1, "masterclass.new": 0}
    assert rules.shrunken({"masterclass.users": 8, "masterclass.orders": 7}, before) == [
        "masterclass.orders has 7 rows where the last good backup has 10",
        "masterclass.plans has 0 rows where the last good backup has 1",
    ]


def test_what_comes_and_goes_is_not_counted() -> None:
    """Tables that housekeeping empties by design say nothing about a loss."""
    assert rules.shrunken({}, dict.fromkeys(rules.PASSING, 100)) == []


def test_what_a_killed_run_left_goes_and_what_is_being_written_stays() -> None:
    """Objects of no whole backup go once a newer one is whole; those newer than it belong to somebody at work."""
    keys = ["backups/1/a", "backups/2/a", "backups/2/manifest.json", "backups/3/a"]
    assert rules.left_behind(keys, "backups/", {"2"}) == ["backups/1/a"]
    assert rules.left_behind(keys, "backups/", set()) == []
