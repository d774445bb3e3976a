"""Writing down that somebody has opened a fact's source: in facts.yaml, by hand's own rules, and nothing else of it."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from shared.authoring.facts import Fact, FactsFile
from shared.authoring.files import Source
from shared.authoring.findings import Findings
from shared.authoring.validation import record_in
from shared.authoring.yaml_source import parse_yaml

INITIALS = re.compile(r"[A-Z][A-Za-z.]{0,9}")
_PLAIN = re.compile(r"\$?(\d[\d,]*(?:\.\d+)?)(%)?")
YEAR = timedelta(days=365)


class NotVerified(Exception):
    """The verification cannot be written down; the message says why."""


class Verification(NamedTuple):
    """Who looked, when, and what the page says now; None: the same as before."""

    by: str
    on: date
    value: str | None
    number: str | None
    review_by: date | None


def verify(file: Path, fact: Fact, looked: Verification) -> Fact:
    """Write `looked` into `file` and return the fact as it is then; raises NotVerified, and then nothing is changed."""
    if not INITIALS.fullmatch(looked.by):
        raise NotVerified("give the initials of who looked (--by RB)")
    text = file.read_text()
    found = re.search(rf"^( *)- key: {re.escape(fact.key)}\n(?:(?!\1- key:).*\n?)*", text, re.MULTILINE)
    if found is None:
        raise NotVerified(f"{file.name} has no `- key: {fact.key}` on a line of its own")
    whole = text[: found.start()] + _written(found[0], found[1] + "  ", fact, looked) + text[found.end() :]
    changed = _read(whole, fact.key)
    file.write_text(whole)
    return changed


def _written(item: str, indent: str, fact: Fact, looked: Verification) -> str:
    fields = {"verified_on": looked.on.isoformat(), "verified_by": looked.by}
    default = fact.review_by if fact.review_by > looked.on else looked.on + YEAR
    fields["review_by"] = (looked.review_by or default).isoformat()
    if looked.value is not None and looked.value != fact.value:
        fields["value"] = json.dumps(looked.value, ensure_ascii=False)
        if fact.number is not None or looked.number is not None:
            fields["number"] = json.dumps(looked.number or _number_of(looked.value))
        known = [(change.day, change.before) for change in fact.changes] + [(looked.on, fact.value)]
        listed = (f"{{day: {day}, before: {json.dumps(said, ensure_ascii=False)}}}" for day, said in known)
        fields["changes"] = f"[{', '.join(listed)}]"
    for name, value in fields.items():
        line = f"{indent}{name}: {value}\n"
        old = re.compile(rf"^{indent}{name}:.*\n(?:{indent} .*\n)*", re.MULTILINE)
        item = old.sub(lambda _, line=line: line, item, count=1) if old.search(item) else f"{item.rstrip()}\n{line}"
    return item


def _number_of(value: str) -> str:
    plain = _PLAIN.fullmatch(value)
    if plain is None:
        raise NotVerified(f"say what {value!r} counts as (--number)")
    digits = plain[1].replace(",", "")
    return digits if not plain[2] else format(float(digits) / 100, ".10f").rstrip("0").rstrip(".")


def _read(text: str, key: str) -> Fact:
    findings = Findings()
    document = parse_yaml(Source("facts.yaml", text), findings)
    file = record_in(document, FactsFile, findings) if document else None
    if file is None:
        raise NotVerified(findings.errors()[0].text)
    return next(fact for fact in file.facts if fact.key == key)
