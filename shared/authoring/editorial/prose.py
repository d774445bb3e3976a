"""A lesson's prose, sentence by sentence: how long it is, and how hard to read."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from shared.authoring.facts import Fact
from shared.authoring.markdown import tokens_of

_FACT = re.compile(r"\{\{\s*fact:\s*([^{}]*?)\s*\}\}")
_END = re.compile(r"(?<=[.!?])[\"”\u2019)*]*\s+(?=[\"“(*]*[A-Z0-9$])")
_SHORTENED = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|St|vs|e\.g|i\.e|U\.S|No|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)\.(?=\s)")
_WORD = re.compile(r"[A-Za-z0-9$%][A-Za-z0-9$%'\u2019.,/-]*")
_VOWELS = re.compile(r"[aeiouy]+")


class Sentence(NamedTuple):
    """A sentence and the line of its file on which its paragraph begins."""

    line: int
    text: str

    @property
    def words(self) -> list[str]:
        """Its words."""
        return _WORD.findall(self.text)


def sentences_of(markdown: str, first_line: int, facts: dict[str, Fact]) -> list[Sentence]:
    """Return the sentences of paragraphs and lists; headings, tables, examples and figures are none."""
    found: list[Sentence] = []
    for line, text in _paragraphs(tokens_of(markdown)):
        said = _FACT.sub(lambda match: facts[match[1]].value if match[1] in facts else "", text)
        whole = _SHORTENED.sub(lambda match: match[0].replace(".", "\N{ONE DOT LEADER}"), said)
        found += [Sentence(first_line + line, part) for part in _END.split(whole) if _WORD.search(part)]
    return found


def grade_of(sentences: Sequence[Sentence]) -> float:
    """Return the Flesch-Kincaid grade; syllables are counted as groups of vowels, without a silent e."""
    words = [word for sentence in sentences for word in sentence.words]
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    plain = re.sub(r"[^a-z]", "", word.lower())
    if not plain:
        return 1  # a number is read at a glance
    count = len(_VOWELS.findall(plain))
    silent = (plain.endswith("e") and not plain.endswith("le")) or (plain.endswith("ed") and plain[-3:-2] not in "td")
    return max(1, count - silent)


def _paragraphs(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    inside: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
        elif token.type == "inline" and inside[-1:] == ["paragraph_open"]:
            children = token.children or []
            if not any(child.type == "image" for child in children):
                said = "".join(" " if child.type == "softbreak" else child.content for child in children)
                yield (token.map or [0])[0], said
