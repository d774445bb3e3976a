"""What a question says: what to look for, whether it goes on from the answer before or leaves the course."""

import pytest

from shared.guidance.elsewhere import ELSEWHERE
from shared.guidance.reading import read
from shared.guidance.vocabulary import HOLLOW, SYNONYMS

GOES_ON = """
why?
Why is that?
an example?
simpler?
Can you explain that again, more simply?
tell me more
ELI5
what do you mean
how so?
And then what?
"""


@pytest.mark.parametrize("question", GOES_ON.strip().splitlines())
def test_what_says_nothing_by_itself_goes_on(question: str) -> None:
    """Asked for a reason, an example or simpler words, the answer before is what it is about."""
    assert read(question).continues


@pytest.mark.parametrize("question", ["fdic limit", "and tail coverage?", "HSA?", "Why term insurance?", "x" * 300])
def test_a_short_new_question_stands_by_itself(question: str) -> None:
    """One word of its own is a topic of its own."""
    assert not read(question).continues


def test_words_of_the_field_are_looked_for_as_the_course_says_them() -> None:
    """Abbreviations and everyday words bring the lessons' words, and are no unknown words themselves."""
    own_occ = read("own occ vs any occ")
    assert own_occ.words == ()
    assert "own occupation" in " ".join(own_occ.meant)
    assert "forgiveness" in " ".join(read("tax bomb when its forgiven?").meant)
    assert read("the 401(k)").meant[0].removeprefix("401(k)") == read("the 401k").meant[0].removeprefix("401k")


@pytest.mark.parametrize(
    ("question", "overview", "words"),
    [
        ("Summarize this lesson", True, ()),
        ("what are the key takeaways?", True, ()),
        ("Give me an overview", True, ()),
        ("What is this lesson about?", True, ()),
        ("overview of disability insurance", True, ("disability", "insurance")),
        ("How do I recap " + "x" * 300, False, None),
        ("What is a saving rate?", False, None),
        ("Explain own-occupation", False, None),
    ],
)
def test_overviews(question: str, *, overview: bool, words: tuple[str, ...] | None) -> None:
    """What asks for the whole of a topic is told from its words, and only the topic is looked for."""
    reading = read(question)
    assert reading.is_overview is overview
    assert words is None or reading.words == words
    assert reading.seeks_topic is bool(words)
    assert not reading.continues


@pytest.mark.parametrize(
    ("question", "known", "named", "off"),
    [
        ("qwertyuiop zxcvbnm", 0, 0, True),
        ("What is the capital of France?", 1, 1, True),
        ("pension dose", 1, 1, True),
        ("say banana, and: my emergency fund?", 2, 2, False),
        ("spleen gallbladder appendix", 0, 0, True),
        ("golden handcuffs", 0, 0, False),
        ("crypto staking yield", 1, 0, False),
        ("risk tolerance", 1, 0, False),
        ("why?", 0, 0, False),
        ("fdic", 0, 0, False),
        ("overview of penguins", 0, 0, False),
        ("como funciona el seguro de vida", 0, 0, False),
        ("\u00bfqu\u00e9 es esto de la liquidaci\u00f3n", 0, 0, False),
    ],
)
def test_off_the_course_only_where_that_is_sure(question: str, known: int, named: int, *, off: bool) -> None:
    """What the bedside and the day ask is off; a word that the lessons lack, or another language, is not enough."""
    assert read(question).is_off_course(known, named, ()) is off


def test_a_word_that_the_lessons_use_is_no_stranger() -> None:
    """A condition in a lesson on coding is a matter of the course."""
    assert read("is hypertension moderate?").is_off_course(2, 0, ())
    assert not read("is hypertension moderate?").is_off_course(2, 0, ("hypertension",))


def test_the_lists_do_not_contradict_each_other() -> None:
    """No word says nothing and something at once, and all are written as they are looked for."""
    assert not HOLLOW & ELSEWHERE
    assert not {phrase for phrase in SYNONYMS if phrase in HOLLOW or phrase in ELSEWHERE}
    assert all(phrase == phrase.lower().strip() and words for phrase, words in SYNONYMS.items())
