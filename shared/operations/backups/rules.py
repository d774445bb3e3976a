"""Which backups are kept, and when one has lost too much to count."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta

DAILY, WEEKLY, MONTHLY = 7, 4, 12
LEAST_SHARE = 0.8
LARGEST_DATABASE_BYTES = 10 * 1024**3
LONGEST_SECONDS = 12 * 60

# Tables whose rows come and go by design: how many there are at night says nothing about what was lost.
PASSING = frozenset(
    f"masterclass.{name}"
    for name in (
        "ai_reservations",
        "alerts",
        "erasures",
        "failures",
        "job_runs",
        "lasting_limits",
        "member_limits",
        "members_in_need",
        "owner_report",
        "signup_hook_calls",
        "spent_links",
        "webhook_events",
    )
)


def kept(taken: Mapping[str, datetime]) -> set[str]:
    """Return the ids of the backups to keep: the newest of each of 7 days, 4 weeks and 12 months that have one.

    All of the newest's last 24 hours stay beside them: what somebody took by hand before a change is there after it.
    """
    newest_first = sorted(taken, key=lambda backup: taken[backup], reverse=True)
    found = {backup for backup in newest_first if taken[backup] > taken[newest_first[0]] - timedelta(hours=24)}
    for most, form in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G week %V"), (MONTHLY, "%Y-%m")):
        firsts: dict[str, str] = {}
        for backup in newest_first:
            firsts.setdefault(taken[backup].astimezone(UTC).strftime(form), backup)
        found.update(list(firsts.values())[:most])
    return found


def shrunken(rows: Mapping[str, int], before: Mapping[str, int]) -> list[str]:
    """Return a part of a sentence for each table that has under 80 % of the rows it had before; none for a new one."""
    return [
        f"{table} has {rows.get(table, 0):,} rows where the last good backup has {had:,}"
        for table, had in sorted(before.items())
        if table not in PASSING and rows.get(table, 0) < LEAST_SHARE * had
    ]


def left_behind(keys: Iterable[str], prefix: str, whole: Collection[str]) -> list[str]:
    """Return the keys below `prefix` of no whole backup and older than the newest: nobody is writing there any more."""
    newest = max(whole, default="")
    owners = {key: key.removeprefix(prefix).partition("/")[0] for key in keys}
    return [key for key, backup in owners.items() if backup < newest and backup not in whole]
