"""What a question says: which of its words to look for, what else they are called, and whether it stands by itself."""

import re
from collections.abc import Collection
from typing import NamedTuple

from shared.guidance.elsewhere import ELSEWHERE
from shared.guidance.vocabulary import HOLLOW, SYNONYMS

LONGEST_SEARCHED = 60  # words; a question of two thousand characters has some three hundred
LONGEST_ASIDE = 120  # characters; a longer question is about something even where no word of it says so
UNKNOWN_WORDS = 3  # so many, and none of them in any lesson: about something else
FOREIGN_WORDS = 4  # so many without one of English's small words, and the question is in another language

_OVERVIEW = re.compile(
    r"\b(summar(y|i[sz]e)|sum up|overview|recap|outline|"
    r"((key|main) )?take[- ]?aways?|(key|main) (points?|ideas?|messages?)|"
    r"what (is|does) (this|the) (lesson|module)( (about|say|teach|cover))?|"
    r"(explain|about) (this|the) (whole )?(lesson|module|chapter))\b",
    re.IGNORECASE,
)
_OF_THE_LESSON = re.compile(r"\b(this|the|whole|entire|lesson|module|chapter|section|course)\b", re.IGNORECASE)
_NO_WORD = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*(?:\([a-z0-9]\))*%?")
_KNOWN_PHRASE = re.compile(
    r"(?<![a-z0-9])("
    + "|".join(re.escape(phrase) for phrase in sorted(SYNONYMS, key=len, reverse=True))
    + r")(?![a-z0-9])"
)


class Reading(NamedTuple):
    """A question as retrieval sees it.

    `words` are its own, `meant` the course's words for what it says otherwise, `spoken` both in their order.
    """

    words: tuple[str, ...]
    meant: tuple[str, ...]
    spoken: str
    is_overview: bool
    is_english: bool

    @property
    def continues(self) -> bool:
        """Whether it says nothing by itself ("why?", "an example?"): it goes on from the answer before."""
        return not self._names_anything and not self.is_overview and len(self.spoken) <= LONGEST_ASIDE

    @property
    def seeks_topic(self) -> bool:
        """Whether it asks for the whole of a topic that it names, wherever that is taught."""
        return self.is_overview and self._names_anything

    @property
    def _names_anything(self) -> bool:
        return bool(self.words or self.meant)

    def is_off_course(self, known: int, named: int, familiar: Collection[str]) -> bool:
        """Return whether it is surely about something else. That the course lacks a word is not enough.

        `known` of its words stand in the course, `named` of them name a topic (in a heading or a title), `familiar` are
        those that stand in more than one block. What is asked in another language is nowhere in the lessons, and may be
        about them all the same.
        """
        if not self.words or self.meant or self.is_overview:
            return False
        if strangers := [word for word in self.words if word in ELSEWHERE and word not in familiar]:
            return named <= len(strangers)
        if known or named or not self.is_english:
            return False
        return len(self.words) >= UNKNOWN_WORDS or any(_NO_WORD.search(word) for word in self.words)


def read(question: str) -> Reading:
    """Return what `question` says."""
    plain = question.lower().replace("\u2019", "'")
    is_overview = len(question) <= 200 and bool(_OVERVIEW.search(plain))
    if is_overview:
        plain = _OF_THE_LESSON.sub(" ", _OVERVIEW.sub(" ", plain))
    meant = tuple(dict.fromkeys(f"{found} {SYNONYMS[found]}" for found in _KNOWN_PHRASE.findall(plain)))
    own = _WORD.findall(_KNOWN_PHRASE.sub(" ", plain))
    words = tuple(dict.fromkeys(word for word in own if _tells(word)))[:LONGEST_SEARCHED]
    is_english = plain.isascii() and (len(own) < FOREIGN_WORDS or len(words) < len(own))
    return Reading(words, meant[:LONGEST_SEARCHED], plain, is_overview, is_english)


def _tells(word: str) -> bool:
    return len(word) > 1 and word.replace("'", "") not in HOLLOW
