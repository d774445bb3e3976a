"""A member's dates as RFC 5545 has them."""

from datetime import UTC, datetime

import pytest

from shared.study.calendar import calendar_of

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def lines(**changed: str) -> list[str]:
    """The calendar's lines for one date."""
    one = {"key": "loans.recertify", "label": "Recertify", "date": "2027-02-28", "repeats": "none"}
    return calendar_of([one | changed], "example.com", NOW).split("\r\n")


def test_a_day_lasts_the_whole_of_it() -> None:
    """From that day to the next, which is another month here; its name is ours."""
    said = lines()
    assert {"DTSTART;VALUE=DATE:20270228", "DTEND;VALUE=DATE:20270301"} <= set(said)
    assert {"UID:loans.recertify@example.com", "DTSTAMP:20261128T120000Z", "SUMMARY:Recertify"} <= set(said)
    assert (said[0], said[-2], said[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")


@pytest.mark.parametrize(("repeats", "rule"), [("yearly", "RRULE:FREQ=YEARLY"), ("monthly", "RRULE:FREQ=MONTHLY")])
def test_what_repeats(repeats: str, rule: str) -> None:
    """A rule where there is one, none otherwise."""
    assert rule in lines(repeats=repeats)
    assert not any(line.startswith("RRULE") for line in lines())


def test_nothing_written_becomes_another_line() -> None:
    """Commas, semicolons, backslashes and line breaks of a label are escaped."""
    assert "SUMMARY:a\\, b\\; c\\\\d\\nBEGIN:VEVENT" in lines(label="a, b; c\\d\r\nBEGIN:VEVENT")


def test_long_lines_are_folded_between_characters() -> None:
    """At most 75 octets; unfolded, the words are whole again."""
    label = "ü" * 100
    said = calendar_of([{"key": "k", "label": label, "date": "2027-01-01"}], "example.com", NOW)
    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))
    assert f"SUMMARY:{label}" in said.replace("\r\n ", "")
