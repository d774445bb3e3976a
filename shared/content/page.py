"""One passage being rendered: where it stands, what it may refer to, and the plain text it leaves behind."""

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from shared.content.assets import Asset, Kind, Shelf
from shared.content.findings import Findings, listed
from shared.content.records import Fact

_FACT = re.compile(r"\{\{\s*fact:\s*([^{}]*?)\s*\}\}")


class Passage(NamedTuple):
    """Where a passage stands and what it may refer to."""

    path: str
    facts: Mapping[str, Fact]
    shelf: Shelf | None
    findings: Findings


class Page:
    """One rendering: where it is, and the plain text that it leaves behind."""

    def __init__(self, passage: Passage, first_line: int, *, in_note: bool):
        self.passage = passage
        self.first_line = first_line
        self.in_note = in_note
        self.line = first_line
        self.text: list[str] = []

    def error(self, text: str, line: int = 0) -> None:
        """Record a mistake at `line` of the file, or at the passage being rendered."""
        self.passage.findings.error(self.passage.path, line or self.line, text)

    def with_facts(self, text: str, *, as_html: bool) -> str:
        """Return `text` with every {{fact:key}} replaced; escaped around them when HTML is wanted."""
        made, end = "", 0
        for found in _FACT.finditer(text):
            plain = text[end : found.start()]
            made += (escape(plain) if as_html else plain) + self._fact(found[1], as_html=as_html)
            end = found.end()
        return made + (escape(text[end:]) if as_html else text[end:])

    def _fact(self, key: str, *, as_html: bool) -> str:
        fact = self.passage.facts.get(key)
        if fact is None:
            self.error(f"there is no fact {key!r} in facts.yaml {listed(sorted(self.passage.facts), key)}")
            return ""
        if not as_html:
            return fact.value
        title = escape(f"{fact.label}, as of {fact.as_of.isoformat()}")
        return f'<span class="fact" data-fact="{escape(key)}" title="{title}">{escape(fact.value)}</span>'

    def asset(self, path: str, kind: Kind) -> Asset | None:
        """Return the file at `path` to show as `kind`; None where a finding says why not."""
        if self.passage.shelf is None:
            return self.error("pictures and films belong in lesson.md")
        return self.passage.shelf.take(path, kind, self.passage.path, self.line)
