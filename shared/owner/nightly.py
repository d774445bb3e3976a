"""The night's work for the owner: the figures, and on Mondays ten lines of them by mail."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from shared.alerts.settings import alerts, mail_account
from shared.database import JOBS, one_trip
from shared.operations.mail_gateway import send_mail
from shared.owner import queries
from shared.owner.make_report import make_report
from shared.owner.summary import summary
from shared.settings import site

SUBJECT = "The masterclass this week"


def make_nightly() -> Mapping[str, object]:
    """Make the figures; return the seconds that it took, and how many owners were mailed."""
    seconds = make_report()
    return {"seconds": round(seconds, 1), "mailed": mail_owners(datetime.now(UTC).date())}


def mail_owners(today: date) -> int:
    """On a Monday, mail every owner the week's ten lines, once; return how many were written to.

    Nobody is where no mail is set up (ALERT_EMAIL). Raises MailUnavailable, and then the next run tries again.
    """
    monday = today - timedelta(days=today.weekday())
    report = queries.select_report_for_operator(one_trip(JOBS)) or {}
    if today != monday or not alerts().email or report["mailed_week"] == monday.isoformat():
        return 0
    owners = queries.select_owner_addresses(one_trip(JOBS))
    account, text = mail_account(alerts().email), "\n\n".join([*summary(report), f"{site().url}/owner"])
    for owner in owners:
        send_mail(account.store, account.sender, [owner], SUBJECT, text)
    queries.note_weekly_mail(one_trip(JOBS), monday)
    return len(owners)
