"""Every alarm there is: how urgent, when it is told, and when it has passed. Each has its page in docs/operate.md."""

from typing import Literal, NamedTuple

Urgency = Literal["now", "today", "weekly"]

HOUR = 3600.0
DAY = 24 * HOUR
BACKUP_HOURS = 26
SHORT_OUTAGE_SECONDS = 20 * 60.0  # so long after the database is back, what it failed is still counted
MISSED_HOUR_SECONDS = 75 * 60.0  # by then every hourly job has had its turn again


class Alarm(NamedTuple):
    """How one name is handled.

    `at_once` is money: no second evaluation. What functions note holds for `noted_seconds` after the last time, if it
    was noted `at_least` that often within the hour before; 0 is for what the tables say better. What follows from the
    database being away is not told while it is, nor `after_outage_seconds` later.
    """

    urgency: Urgency
    title: str
    at_once: bool = False
    noted_seconds: float = 0.0
    at_least: int = 1
    after_outage_seconds: float = 0.0

    @property
    def reminder_seconds(self) -> float:
        """How long after a message the next one about the same may come."""
        return 7 * DAY if self.urgency == "weekly" else DAY


ALARMS: dict[str, Alarm] = {
    # Money, at once.
    "payment-needs-review": Alarm("now", "Money came in that is not what was ordered", at_once=True),
    "payment-without-member": Alarm("now", "Money came in for nobody", at_once=True, noted_seconds=DAY),
    "payment-second": Alarm("now", "Somebody has paid twice", at_once=True),
    "payment-unknown-order": Alarm("now", "Money came in for no order of ours", at_once=True, noted_seconds=DAY),
    "payment-in-test-mode": Alarm("now", "Somebody paid with a test card", at_once=True, noted_seconds=DAY),
    "refund-failed": Alarm("now", "A refund came back", at_once=True, noted_seconds=DAY),
    "pack-part-refunded": Alarm("now", "A part of a pack of seats was refunded", at_once=True, noted_seconds=DAY),
    "pay-page-left-open": Alarm("now", "A pay page of somebody erased is still open", at_once=True, noted_seconds=DAY),
    "event-unreadable": Alarm("now", "An event of Stripe's could not be read", at_once=True, noted_seconds=DAY),
    "session-unknown-to-stripe": Alarm(
        "now", "Stripe does not know a session of ours", at_once=True, noted_seconds=DAY
    ),
    "price-mismatch": Alarm("now", "Stripe's price is not the course's", at_once=True, noted_seconds=DAY),
    "checkout-refused": Alarm("now", "Stripe refuses to sell", at_once=True, noted_seconds=DAY),
    # Now.
    "webhooks-missed": Alarm("now", "Stripe's webhooks do not arrive", noted_seconds=2 * HOUR),
    "signature-refused": Alarm("now", "Calls with bad signatures arrive", noted_seconds=HOUR, at_least=5),
    "guide-key-refused": Alarm("now", "The guide's provider refuses the key", noted_seconds=6 * HOUR),
    "guide-out-of-credit": Alarm("now", "The guide's provider wants money", noted_seconds=6 * HOUR),
    "guide-model-unknown": Alarm("now", "The guide's model does not exist", noted_seconds=6 * HOUR),
    "guide-request-refused": Alarm("now", "The guide's provider refuses the request", noted_seconds=6 * HOUR),
    "guide-output-limit": Alarm("now", "The guide's model stops before its first word", noted_seconds=6 * HOUR),
    "guide-not-configured": Alarm("now", "The guide has no provider", noted_seconds=6 * HOUR),
    "database-away": Alarm("now", "The database is away"),
    "auth-away": Alarm("now", "Nobody can sign in", after_outage_seconds=SHORT_OUTAGE_SECONDS),
    "site-away": Alarm("now", "The site is away"),
    "lessons-away": Alarm("now", "Lessons are away", after_outage_seconds=SHORT_OUTAGE_SECONDS),
    "answers-failing": Alarm("now", "Answers fail", after_outage_seconds=SHORT_OUTAGE_SECONDS),
    # Today.
    "backup-old": Alarm("today", "There is no backup of the last day"),
    "job-failed": Alarm("today", "A job has failed twice", after_outage_seconds=MISSED_HOUR_SECONDS),
    "job-overdue": Alarm("today", "A job is overdue", after_outage_seconds=MISSED_HOUR_SECONDS),
    "guide-spend-high": Alarm("today", "The guide has spent most of its day"),
    "connections-high": Alarm("today", "The database is short of connections"),
    "database-large": Alarm("today", "The database is nearly full"),
    "certificate-expiring": Alarm("today", "The site's certificate runs out"),
    "mail-not-arriving": Alarm("today", "Mail does not arrive"),
    "no-sign-ups": Alarm("today", "Nobody signs up any more"),
    "no-sales": Alarm("today", "Nobody buys any more"),
    "no-webhooks": Alarm("today", "Stripe has become silent"),
    "erasure-not-told": Alarm("today", "An erasure is not beside the backups yet", noted_seconds=26 * HOUR),
    "stripe-api-version": Alarm("today", "Stripe speaks another version", noted_seconds=DAY),
    # Weekly.
    "facts-due": Alarm("weekly", "Facts of the course are due for a look"),
    "drill-overdue": Alarm("weekly", "No restore has been tried for a month"),
    "dispute-deadline": Alarm("weekly", "A dispute wants an answer"),
}
