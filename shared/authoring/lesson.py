"""lesson.md and case.md taken apart: front matter, and passages below level-2 headings."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from shared.authoring.files import Source
from shared.authoring.findings import Findings, listed
from shared.authoring.markdown import render_tokens, tokens_of
from shared.authoring.page import Passage, filled, warn_of_oddities
from shared.authoring.passages import dated_numbers

_HEADING = re.compile(r"(?P<text>.*?)\s*\{#(?P<id>[^{}\s]*)(?P<marks>[^{}]*)\}\s*")
_FORMER = re.compile(r"was=(\S+)")
_SPACED = re.compile(r"was(?:=|:)\s*")
NOT_IN_FORCE = ".not-in-force"
_NOTICE = '<p class="not-in-force">What this section tells is not in force today; each rule says how far it is.</p>\n'
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MODEL_ANSWER = "Model answer"


class Block(NamedTuple):
    """A passage of a lesson, rendered; `key` is its stable id, `was` the one that it had before."""

    key: str
    heading: str
    html: str
    text: str
    was: str | None = None
    not_in_force: bool = False


class Section(NamedTuple):
    """The tokens below one level-2 heading (before the first one: no heading, line 0)."""

    heading: str
    line: int
    tokens: list[Token]


def split_head(source: Source, findings: Findings) -> tuple[Source, Source] | None:
    """Return the YAML front matter and the Markdown below it; None where a finding says what is missing."""
    lines = source.text.split("\n")
    if lines[0].rstrip() != "---":
        return findings.error(source.path, 1, "the file begins with front matter: a line ---, YAML, a line ---")
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() == "---":
            head = Source(source.path, "\n".join(lines[1 : number - 1]), 2)
            return head, Source(source.path, "\n".join(lines[number:]), number + 1)
    return findings.error(source.path, 1, "the front matter has no end; close it with a line ---")


def blocks_of(body: Source, passage: Passage) -> list[Block]:
    """Return the lesson's blocks, each with its id and rendered; mistakes become findings."""
    warn_of_oddities(body, passage)
    first, *sections = _sections(body, passage.findings)
    if first.tokens:
        passage.findings.error(
            body.path, body.first_line, "text before the first heading belongs below one (## … {#id})"
        )
    if not sections:
        passage.findings.error(body.path, body.first_line, "a lesson has at least one block (## Heading {#id})")
    blocks: dict[str, Block] = {}
    for section in sections:
        block = _block(section, body, passage)
        if block.key in blocks:
            passage.findings.error(body.path, section.line, f"block id {block.key!r} is used twice; ids are unique")
        blocks[block.key] = block
    _check_targets(body, sections, list(blocks), passage.findings)
    return list(blocks.values())


def case_parts(body: Source, passage: Passage) -> tuple[Block, Block]:
    """Return the case's narrative and its model answer, both rendered."""
    warn_of_oddities(body, passage)
    narrative: list[Token] = []
    answer: list[Token] = []
    target = narrative
    for section in _sections(body, passage.findings):
        if section.heading == MODEL_ANSWER:
            target = answer
        elif section.line:
            passage.findings.error(body.path, section.line, f"a case has one level-2 heading, `## {MODEL_ANSWER}`")
        target += section.tokens
    if not narrative:
        passage.findings.error(body.path, body.first_line, "the case has no narrative; tell it below the front matter")
    if not answer:
        passage.findings.error(
            body.path, body.first_line, f"the case has no answer; write it below `## {MODEL_ANSWER}`"
        )
    made = [render_tokens(tokens, passage, body.first_line) for tokens in (narrative, answer)]
    return (
        Block("narrative", "", made[0].html, made[0].text),
        Block("model-answer", MODEL_ANSWER, made[1].html, made[1].text),
    )


def _block(section: Section, body: Source, passage: Passage) -> Block:
    found = _HEADING.fullmatch(section.heading)
    if found is None:
        passage.findings.error(body.path, section.line, "the heading has no id; end it with {#lower-case-words}")
    elif not _KEY.fullmatch(found["id"]) or len(found["id"]) > 80:
        passage.findings.error(
            body.path, section.line, f"the id {found['id'][:90]!r} is not lower-case words-with-dashes"
        )
    heading = found["text"] if found else section.heading
    key, marks = (found["id"], _SPACED.sub("was=", found["marks"]).split()) if found else ("", [])
    former = [match[1] for mark in marks if (match := _FORMER.fullmatch(mark))]
    for mark in marks:
        if mark != NOT_IN_FORCE and not _FORMER.fullmatch(mark):
            known = f"{NOT_IN_FORCE} and was=old-id"
            passage.findings.error(body.path, section.line, f"the heading has {mark!r}; it may have {known}")
    if not section.tokens or not heading:
        passage.findings.error(body.path, section.line, "a block has a heading and something below it")
    is_over = NOT_IN_FORCE in marks
    inside = passage._replace(place=f"{passage.place}#{key}", not_in_force=is_over)
    rendered = render_tokens(section.tokens, inside, body.first_line)
    html = (_NOTICE if is_over else "") + rendered.html + dated_numbers(rendered.facts)
    heading = filled(heading, inside, section.line)
    return Block(key, heading, html, rendered.text, former[0] if former else None, is_over)


def _sections(body: Source, findings: Findings) -> list[Section]:
    sections = [Section("", 0, [])]
    tokens = tokens_of(body.text)
    skip = 0
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.tag == "h2":
            line = body.first_line + (token.map or [0])[0]
            sections.append(Section(_plain(tokens[index + 1]), line, []))
            skip = 3  # heading_open, its text, heading_close
        elif token.type == "heading_open" and token.tag not in {"h3", "h4"}:
            line = body.first_line + (token.map or [0])[0]
            findings.error(body.path, line, "headings inside a block are of level 3 or 4 (###, ####)")
        if skip:
            skip -= 1
        else:
            sections[-1].tokens.append(token)
    return sections


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [] if child.type in {"text", "code_inline"}).strip()


def _check_targets(body: Source, sections: Sequence[Section], keys: list[str], findings: Findings) -> None:
    """A link to #id leads to a block of this lesson."""
    for section in sections:
        for token in section.tokens:
            for child in token.children or []:
                target = str(child.attrs.get("href", ""))
                if target.startswith("#") and target[1:] not in keys:
                    line = body.first_line + (token.map or [0])[0]
                    findings.error(body.path, line, f"there is no block {target[1:]!r} here {listed(keys, target[1:])}")
