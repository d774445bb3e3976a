"""What the stand-in says: the sentences of the given passages that have most of the question's words in them."""

import html
import re
from typing import NamedTuple

PREFACE = "No language model is configured here, so these are the course's own words. "
NOTHING = "No language model is configured here, and no passage of the course fits this question."
QUOTED_PASSAGES = 2
QUOTED_SENTENCES = 2
LEAST_LETTERS = 25

_PASSAGE = re.compile(r'<passage id="(\d+)"[^>]*>\n[^\n]*\n(.*?)\n</passage>', re.DOTALL)
_QUESTION = re.compile(r"<question>\n(.*?)\n</question>", re.DOTALL)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?](?=\s|$)")
_WORD = re.compile(r"[a-z]{4,}")


class Passage(NamedTuple):
    """A passage of the input: the number it is cited by, and its text."""

    number: int
    text: str


def quotation(given: str) -> str:
    """Return quotations from the passages in `given`, each with its number as a citation."""
    passages = [Passage(int(number), html.unescape(text)) for number, text in _PASSAGE.findall(given)]
    questions = _QUESTION.findall(given)
    wanted = _words(html.unescape(questions[-1])) if questions else set[str]()
    quotes = [
        f"“{quote}” [{passage.number}]"
        for passage in passages[:QUOTED_PASSAGES]
        if (quote := _quote(passage.text, wanted))
    ]
    return PREFACE + " ".join(quotes) if quotes else NOTHING


def _quote(text: str, wanted: set[str]) -> str:
    """Return the sentences that fit best, in the order in which they stand."""
    sentences = [" ".join(found.split()) for found in _SENTENCE.findall(text)]
    whole = [sentence for sentence in sentences if len(sentence) >= LEAST_LETTERS]
    best = sorted(whole, key=lambda sentence: -len(_words(sentence) & wanted))[:QUOTED_SENTENCES]
    return " ".join(sentence for sentence in whole if sentence in best)


def _words(text: str) -> set[str]:
    """Return the longer words of `text`, without their endings."""
    return {word[:6] for word in _WORD.findall(text.lower())}
