"""calendar.yaml: which notice comes in which month, and which facts it moves."""

from datetime import date

from pydantic import Field

from shared.authoring.facts import Fact, FactKey
from shared.authoring.files import CourseFolder
from shared.authoring.findings import Findings, listed
from shared.authoring.records import Address, Line
from shared.authoring.validation import record_in
from shared.authoring.yaml_source import parse_yaml
from shared.records import Record


class Notice(Record):
    """A notice that comes every year."""

    month: int = Field(ge=1, le=12)
    notice: Line
    publisher: Line
    url: Address
    facts: list[FactKey] = Field(min_length=1, max_length=30)


class CalendarFile(Record):
    """calendar.yaml."""

    calendar: list[Notice] = Field(min_length=1, max_length=100)


def load_calendar(root: CourseFolder, facts: dict[str, Fact], findings: Findings) -> list[Notice]:
    """Return the notices; a course may go without. A fact that is not there is an error."""
    source = root.text("calendar.yaml") if (root.folder / "calendar.yaml").exists() else None
    document = parse_yaml(source, findings) if source else None
    file = record_in(document, CalendarFile, findings) if document else None
    if document is None or file is None:
        return []
    for index, notice in enumerate(file.calendar):
        for key in notice.facts:
            if key not in facts:
                line = document.line(("calendar", index))
                findings.error(document.path, line, f"there is no fact {key!r} {listed(sorted(facts), key)}")
    return file.calendar


def due_now(calendar: list[Notice], today: date) -> list[str]:
    """Return a sentence for each notice of this month and the next."""
    names = {today.month: f"{today:%B}", today.month % 12 + 1: f"{date(today.year, today.month % 12 + 1, 1):%B}"}
    return [
        f"{names[notice.month]}: {notice.notice} ({notice.publisher}) moves {', '.join(notice.facts)}"
        for month in names
        for notice in calendar
        if notice.month == month
    ]
