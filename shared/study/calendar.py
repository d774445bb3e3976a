"""A member's dates as a calendar that any program reads (RFC 5545)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE_BYTES = 75
_RULES = {"yearly": "FREQ=YEARLY", "monthly": "FREQ=MONTHLY"}


def calendar_of(dates: Iterable[Mapping[str, str]], origin: str, now: datetime) -> str:
    """Return the dates (`key`, `label`, `date`, `repeats`) as one calendar; `origin` makes their names ours."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Primary Care Financial Masterclass//Plan//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:My financial plan",
    ]
    for each in dates:
        lines += _event(each, origin, now)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(each: Mapping[str, str], origin: str, now: datetime) -> list[str]:
    """A day has no hour: the event lasts the whole of it, and nobody is shown as busy."""
    day = date.fromisoformat(each["date"])
    rule = _RULES.get(each.get("repeats", "none"))
    return [
        "BEGIN:VEVENT",
        f"UID:{each['key']}@{origin}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(each['label'])}",
        *([f"RRULE:{rule}"] if rule else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line has at most 75 octets; what is more goes on in the next, behind a space, never inside a character."""
    piece, room = "", LONGEST_LINE_BYTES
    for character in line:
        size = len(character.encode())
        if size > room:
            yield piece
            piece, room = " ", LONGEST_LINE_BYTES - 1
        piece, room = piece + character, room - size
    yield piece
