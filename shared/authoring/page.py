"""One passage being rendered: where it stands, what it may refer to, and the plain text it leaves behind."""

import re
from html import escape
from typing import NamedTuple

from shared.authoring.arithmetic import Shown
from shared.authoring.assets import Asset, Kind, Shelf
from shared.authoring.fact_rules import FactBook
from shared.authoring.facts import Fact
from shared.authoring.files import Source
from shared.authoring.findings import Findings
from shared.authoring.oddities import oddities

_FACT = re.compile(r"\{\{\s*fact:\s*([^{}]*?)\s*\}\}")

_MODULE_LINK = re.compile(r"/learn/([a-z0-9-]+)/?(?:#([a-z0-9-]+))?")


class Link(NamedTuple):
    """A link to another module, to be followed when all modules are known."""

    path: str
    line: int
    slug: str
    block: str


Examples = dict[str, dict[str, Shown]]  # title → label → result


class Passage(NamedTuple):
    """Where a passage stands and what it may refer to."""

    path: str
    facts: FactBook
    shelf: Shelf | None
    findings: Findings
    links: list[Link]
    examples: Examples
    place: str
    not_in_force: bool = False


class Page:
    """One rendering: where it is, and the plain text that it leaves behind."""

    def __init__(self, passage: Passage, first_line: int, *, in_note: bool):
        self.passage = passage
        self.first_line = first_line
        self.in_note = in_note
        self.line = first_line
        self.text: list[str] = []
        self.facts: dict[str, Fact] = {}
        self.drawings: list[str] = []

    def error(self, text: str, line: int = 0) -> None:
        """Record a mistake at `line` of the file, or at the passage being rendered."""
        self.passage.findings.error(self.passage.path, line or self.line, text)

    def note_link(self, target: str) -> None:
        """Remember a link to another module; warn of one that readers could not follow."""
        module = _MODULE_LINK.fullmatch(target)
        if module:
            self.passage.links.append(Link(self.passage.path, self.line, module[1], module[2] or ""))
        elif not target.startswith(("#", "https://", "mailto:")):
            said = f"the link {target[:60]!r} cannot be followed; link to #block, /learn/module#block or https://…"
            self.passage.findings.warn(self.passage.path, self.line, said)

    def with_facts(self, text: str, *, as_html: bool) -> str:
        """Return `text` with every {{fact:key}} replaced; escaped around them when HTML is wanted."""
        made, end = "", 0
        for found in _FACT.finditer(text):
            plain = text[end : found.start()]
            made += (escape(plain) if as_html else plain) + self._fact(found[1], as_html=as_html)
            end = found.end()
        return made + (escape(text[end:]) if as_html else text[end:])

    def _fact(self, key: str, *, as_html: bool) -> str:
        passage = self.passage
        fact = passage.facts.use(key, passage.place, passage.path, self.line, not_in_force=passage.not_in_force)
        if fact is None:
            return ""
        self.facts[key] = fact
        if not as_html:
            return fact.value
        classes = "fact not-in-force" if passage.not_in_force else "fact"
        title = escape(f"{fact.label}: {fact.provenance()}")
        return f'<span class="{classes}" data-fact="{escape(key)}" title="{title}">{escape(fact.value)}</span>'

    def asset(self, path: str, kind: Kind) -> Asset | None:
        """Return the file at `path` to show as `kind`; None where a finding says why not."""
        if self.passage.shelf is None:
            return self.error("pictures and films belong in lesson.md")
        return self.passage.shelf.take(path, kind, self.passage.path, self.line)

    def drawing(self, path: str, alternative: str) -> str | None:
        """Return the drawing at `path` as SVG for the page; None where the file is a picture of its own colors."""
        return self.passage.shelf.drawing(path, alternative) if self.passage.shelf else None


def warn_of_oddities(source: Source, passage: Passage) -> None:
    """Warn of what would not read as it was meant."""
    for line, said in oddities(source.text):
        passage.findings.warn(source.path, source.first_line + line, said)


def filled(text: str, passage: Passage, line: int) -> str:
    """Return plain text that stands at `line` with its facts filled in."""
    return Page(passage, line, in_note=False).with_facts(text, as_html=False)
