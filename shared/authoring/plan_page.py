"""plan.md: a module's page of the learner's written plan, and the three things that it ends with."""

import re
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

from markdown_it.token import Token
from pydantic import StringConstraints

from shared.authoring.files import Source
from shared.authoring.findings import Findings, listed
from shared.authoring.markdown import render_tokens, tokens_of
from shared.authoring.page import Passage
from shared.authoring.records import Line
from shared.records import Record

Kind = Literal["usd", "percent", "number", "months", "years", "text", "note", "date"]
EntryKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
KINDS: tuple[Kind, ...] = ("usd", "percent", "number", "months", "years", "text", "note", "date")
FENCES = ("fields", "checks")
ENTRIES = range(6, 21)
_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class PlanNumber(Record):
    """The one number to write down."""

    key: EntryKey
    label: Line
    unit: Literal["usd", "percent", "months", "years", "number", "wrvu"]


class PlanTask(Record):
    """The one thing to do this week."""

    key: EntryKey
    label: Line


class PlanDate(Record):
    """The one date for the calendar; `hint` says when it usually is."""

    key: EntryKey
    label: Line
    hint: Line
    repeats: Literal["none", "yearly", "monthly"] = "none"


class PlanHead(Record):
    """The front matter of plan.md."""

    title: Line
    summary: Line
    number: PlanNumber
    task: PlanTask
    date: PlanDate


class Entry(NamedTuple):
    """A line that the learner fills in (`kind` of a field) or ticks (`check`)."""

    key: str
    label: str
    kind: str


class PlanPage(NamedTuple):
    """A page of the plan: `parts` are passages of HTML and lists of entries, in their order."""

    head: PlanHead
    parts: list[dict[str, object]]
    entries: list[Entry]


def plan_parts(body: Source, passage: Passage) -> tuple[list[dict[str, object]], list[Entry]]:
    """Return the page's passages and entries in their order; what is wrong with them becomes findings."""
    parts: list[dict[str, object]] = []
    entries: list[Entry] = []
    run: list[Token] = []
    for token in tokens_of(body.text):
        kind = token.info.strip() if token.type == "fence" else ""
        if kind not in FENCES:
            run.append(token)
            continue
        _close(run, parts, passage, body)
        found = _entries(kind, token, body, passage.findings)
        parts.append({kind: [{"key": entry.key, "label": entry.label, "kind": entry.kind} for entry in found]})
        entries += found
    _close(run, parts, passage, body)
    return parts, entries


def check_plan(path: str, head: PlanHead, entries: Sequence[Entry], findings: Findings) -> None:
    """Each key names one entry, and the page is neither empty nor a form."""
    seen: set[str] = set()
    for key in [head.number.key, head.task.key, head.date.key, *(entry.key for entry in entries)]:
        if key in seen:
            findings.error(path, 1, f"the key {key!r} is given twice on this page; keys are unique")
        seen.add(key)
    if len(entries) not in ENTRIES:
        findings.warn(path, 1, f"the page has {len(entries)} entries; a page has {ENTRIES[0]} to {ENTRIES[-1]}")


def _close(run: list[Token], parts: list[dict[str, object]], passage: Passage, body: Source) -> None:
    if run:
        parts.append({"html": render_tokens(run, passage, body.first_line).html})
        run.clear()


def _entries(fence: str, token: Token, body: Source, findings: Findings) -> list[Entry]:
    found: list[Entry] = []
    first = body.first_line + (token.map or [0])[0] + 1
    for line, text in enumerate(token.content.splitlines(), start=first):
        if not text.strip():
            continue
        entry = _entry(fence, [part.strip() for part in text.split("|")])
        if isinstance(entry, str):
            findings.error(body.path, line, entry)
        else:
            found.append(entry)
    if not found:
        findings.error(body.path, first - 1, f"a list of {fence} has at least one line")
    return found


def _entry(fence: str, words: list[str]) -> Entry | str:
    """Return the entry that a line names, or what is wrong with it."""
    shape = "key | Label | kind" if fence == "fields" else "key | Label"
    if len(words) != shape.count("|") + 1 or not all(words):
        return f"a line of {fence} reads `{shape}`"
    if not _KEY.fullmatch(words[0]):
        return f"the key {words[0][:60]!r} is not lower-case words_with_underscores"
    if fence == "checks":
        return Entry(words[0], words[1], "check")
    if words[2] not in KINDS:
        return f"there is no kind {words[2][:40]!r} {listed(list(KINDS), words[2])}"
    return Entry(*words)
