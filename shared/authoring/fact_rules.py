"""What makes a fact honest, and which facts a lesson may use where."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from shared.authoring.facts import NOT_IN_FORCE, Fact, FactsFile
from shared.authoring.findings import Findings, listed
from shared.authoring.yaml_source import Document


class Use(NamedTuple):
    """One place that names a fact."""

    key: str
    place: str
    path: str
    line: int


class FactBook:
    """The course's facts, what may be said of them, and a note of every place that uses one."""

    def __init__(self, facts: Iterable[Fact], today: date, findings: Findings, *, release: bool = False):
        self.facts: Mapping[str, Fact] = {fact.key: fact for fact in facts}
        self.uses: list[Use] = []
        self._today = today
        self._findings = findings
        self._release = release

    def use(self, key: str, place: str, path: str, line: int, *, not_in_force: bool = False) -> Fact | None:
        """Return the fact `key` for use at a place; None where there is none. What is wrong becomes findings."""
        fact = self.facts.get(key)
        if fact is None:
            self._findings.error(
                path, line, f"there is no fact {key!r} in facts.yaml {listed(sorted(self.facts), key)}"
            )
            return None
        self.uses.append(Use(key, place, path, line))
        for reason in self._refusals(fact, not_in_force=not_in_force):
            self._findings.error(path, line, f"fact {key!r} {reason}")
        if fact.is_over(self._today) and not not_in_force:
            self._findings.fault(
                path,
                line,
                f"fact {key!r} held until {fact.applies_to.until}; name the new one, or mark "
                "the block {#id .not-in-force}",
            )
        if self._release and fact.verified_on is None:
            self._findings.fault(path, line, f"fact {key!r} is not verified (facts verify {key} --by INITIALS)")
        return fact

    @staticmethod
    def _refusals(fact: Fact, *, not_in_force: bool) -> Iterable[str]:
        if fact.seen == "none":
            yield "was never seen in any source (seen: none); teach the mechanism without the figure"
        if fact.status in NOT_IN_FORCE and not not_in_force:
            yield f"is {fact.status}, not in force; say it only in a block marked {{#id .not-in-force}}"


def check_facts(document: Document, file: FactsFile, today: date, findings: Findings) -> None:
    """Keys are unique, dates in order and none in the future; a fact due for review is a warning."""
    seen: set[str] = set()
    for index, fact in enumerate(file.facts):
        line = document.line(("facts", index))
        if fact.key in seen:
            findings.error(document.path, line, f"fact {fact.key!r} is given twice; keep one")
        seen.add(fact.key)
        for name, reason in _faults(fact, today):
            findings.error(document.path, document.line(("facts", index, name)), f"fact {fact.key!r} {reason}")
        if fact.review_by < today:
            findings.warn(document.path, line, f"fact {fact.key!r} was to be reviewed by {fact.review_by}; look it up")


def _faults(fact: Fact, today: date) -> Iterable[tuple[str, str]]:
    first, until = fact.applies_to.first, fact.applies_to.until
    if first and until and until < first:
        yield "applies_to", "applies until before it begins"
    if fact.verified_on and fact.verified_on > today:
        yield "verified_on", f"was verified on {fact.verified_on}, a day that has not come; a date says what happened"
    if bool(fact.verified_on) != bool(fact.verified_by):
        yield "verified_on", "has a verification without a name or a name without a day; facts verify writes both"
    if fact.verified_on and fact.review_by <= fact.verified_on:
        yield "review_by", "is to be reviewed before it was verified"
    if (begun := fact.source_day()) and begun > today:
        yield "source_date", f"has a source of {fact.source_date}, a day that has not come"
    for change in fact.changes:
        if change.day > today:
            yield "changes", f"changed on {change.day}, a day that has not come"
