"""The one message of an evaluation, in words: for a mailbox, and for any chat that takes a JSON webhook."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from shared.alerts.catalog import ALARMS, Alarm
from shared.alerts.manners import OTHERWISE
from shared.alerts.records import News

LONGEST_CONTENT = 1900  # Discord takes 2,000 characters
SHOWN_OBJECTS = 5
PAGES = "docs/operate.md"
_HEADINGS = (("now", "Now"), ("today", "Today"), ("weekly", "This week"))
_WORDS = {"new": "", "more": "more of it: ", "still": "still: ", "over": "over: "}


class Message(NamedTuple):
    """A subject of one line, and the text."""

    subject: str
    text: str

    @property
    def content(self) -> str:
        """Both, as long as a chat takes."""
        whole = f"{self.subject}\n\n{self.text}"
        return whole if len(whole) <= LONGEST_CONTENT else whole[: LONGEST_CONTENT - 1] + "…"


def compose(site: str, news: Sequence[News]) -> Message:
    """Return the message that tells `news`, the most urgent first, each with its page."""
    host = site.partition("://")[2]
    wrong, over = [each for each in news if each.kind != "over"], [each for each in news if each.kind == "over"]
    lines = list[str]()
    for urgency, heading in _HEADINGS:
        lines += _section(heading, [each for each in wrong if _alarm(each).urgency == urgency])
    lines += _section("Over", over)
    return Message(f"{host}: {_subject(wrong, over)}", "\n".join([*lines, f"What to do: {PAGES}, under each name."]))


def compose_test(site: str) -> Message:
    """Return the message that tells nothing but that it has arrived."""
    return Message(
        f"{site.partition('://')[2]}: a test of the alarms", "This is how an alarm arrives. Nothing is wrong."
    )


def _subject(wrong: Sequence[News], over: Sequence[News]) -> str:
    first = sorted(wrong, key=lambda each: [name for name, _ in _HEADINGS].index(_alarm(each).urgency))
    named = [_WORDS[each.kind] + each.name for each in (*first, *over)]
    return ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")


def _section(heading: str, news: Iterable[News]) -> list[str]:
    lines = [line for each in news for line in _lines(each)]
    return [heading, *lines, ""] if lines else []


def _lines(news: News) -> list[str]:
    since = datetime.fromtimestamp(news.since, UTC)
    says = f"{_alarm(news).title}: {news.says}" if news.says else _alarm(news).title
    lines = [f"- {_WORDS[news.kind]}{news.name}", f"  {says}. Since {since:%B %-d, %H:%M} UTC."]
    if news.objects and news.kind != "over":
        rest = len(news.objects) - SHOWN_OBJECTS
        lines.append("  " + ", ".join(news.objects[:SHOWN_OBJECTS]) + (f" and {rest} more" if rest > 0 else ""))
    return lines


def _alarm(news: News) -> Alarm:
    return ALARMS.get(news.name, OTHERWISE)
