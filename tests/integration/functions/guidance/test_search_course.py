"""masterclass.search_course: the ranking. Which blocks fit a question, in which order, and what of it is known."""

from typing import Any

import pytest

from shared.guidance.reading import read
from tests.integration.functions.conftest import Ask

FIRST, SECOND = ("00000000-0000-4000-8000-0000000000f1", "00000000-0000-4000-8000-0000000000f2")
BLOCKS = {
    "saving-rate": (FIRST, "The saving rate", "A saving rate is what is kept of each dollar that comes in."),
    "emergency-fund": (FIRST, "An emergency fund", "Months of expenses, kept in cash for an emergency."),
    "cash": (FIRST, "Cash flow", "Income less expenses. A rate of its own is not computed."),
    "disability": (SECOND, "Disability insurance", "Own occupation cover pays when a physician cannot practice."),
    "life": (SECOND, "Life insurance", "Term insurance covers years of income for those who depend on it."),
}


def add(ask: Ask, place: int, key: str, module: str, heading: str, text: str) -> None:
    """Add a block to a module."""
    columns = "module_id, key, position, heading, html, text"
    values = "%s, %s, %s, %s, '', %s"
    ask(f"insert into masterclass.content_blocks ({columns}) values ({values})", module, key, place, heading, text)


@pytest.fixture
def find(ask: Ask) -> Ask:
    """Search the blocks above for a question: (question, context, module) → what was found, its keys best first."""
    for number, module in enumerate((FIRST, SECOND)):
        ask(
            "insert into masterclass.content_modules (id, slug, title, summary, content, order_index, minutes,"
            " is_preview, objectives, source_list, quiz_pass_percent, quiz_cooldown_minutes, question_count, has_case)"
            " values (%s, %s, '', '', '', %s, 1, true, '[]', '[]', 70, 0, 0, false)",
            module,
            f"module-{number}",
            number,
        )
    for place, (key, block) in enumerate(BLOCKS.items()):
        add(ask, place, key, *block)

    def search(question: str, context: str = "", module: str = FIRST, most: int = 6) -> dict[str, Any]:
        reading = read(question)
        found = ask(
            "select masterclass.search_course(%s, %s, %s, %s, %s, %s)",
            module,
            list(reading.words),
            " ".join(reading.meant),
            reading.spoken,
            context,
            most,
        )
        keys = dict(ask("select jsonb_object_agg(id, key) from masterclass.content_blocks"))
        return found | {"keys": [keys[block["id"]] for block in found["blocks"]]}

    return search


def test_words_side_by_side_in_a_heading_come_first(find: Ask) -> None:
    """The block that has the question's two words together is before one that has them apart."""
    assert find("What is a saving rate?")["keys"][0] == "saving-rate"


def test_what_no_block_says_is_not_found(find: Ask) -> None:
    """A question about something else finds nothing, rather than the least bad, and none of it is known."""
    found = find("How do I bake sourdough bread at altitude?")
    assert (found["keys"], found["known"], found["named"]) == ([], 0, 0)


def test_what_is_known_and_what_is_named(find: Ask) -> None:
    """A word of a lesson is known; one of a heading or a title names a topic."""
    found = find("Are the expenses of an emergency deductible?")
    assert (found["known"], found["named"], found["familiar"]) == (2, 1, ["expenses"])


@pytest.mark.parametrize(
    ("mistyped", "key"),
    [
        ("emergncy", "emergency-fund"),
        ("dissability", "disability"),
        ("insurence", "life"),
        ("occuppation", "disability"),
    ],
)
def test_a_spelling_mistake_is_taken_for_the_likest_word(find: Ask, mistyped: str, key: str) -> None:
    """What no lesson says is looked for as the word that it is most like."""
    assert key in find(mistyped)["keys"]
    assert find(mistyped)["known"] == 1


@pytest.mark.parametrize("word", ["cask", "fundamentalism", "hypertension", "x" * 300])
def test_likeness_has_an_end(find: Ask, word: str) -> None:
    """A short word, another beginning and a word of no language are not taken for anything."""
    assert find(word)["keys"] == []


def test_the_courses_own_words_are_found_for_those_of_everyday(find: Ask) -> None:
    """An abbreviation finds what it stands for."""
    assert find("own occ")["keys"][0] == "disability"


def test_the_own_module_comes_first_among_equals(find: Ask) -> None:
    """Both kinds of insurance fit the word; where one reads decides which is first."""
    assert set(find("insurance", module=SECOND)["keys"]) == {"disability", "life"}
    assert find("expenses", module=FIRST)["keys"][0] in {"emergency-fund", "cash"}


def test_what_it_is_asked_beside_counts_for_less(find: Ask) -> None:
    """Words of the case count too: 'how many months?' asked from a case about the emergency fund."""
    assert "emergency-fund" in find("And how many months?", context="How large is an emergency fund in cash?")["keys"]


def test_no_more_than_asked_for(find: Ask) -> None:
    """The number of blocks is the caller's."""
    assert len(find("insurance income expenses emergency fund saving rate", most=2)["keys"]) == 2


# (two blocks: module, heading, text; the question, what it is asked beside; how many times as much the first counts)
WEIGHTS: dict[str, tuple[tuple[str, str, str], tuple[str, str, str], str, str, float]] = {
    "a heading": ((FIRST, "Zebra", "Stripes."), (FIRST, "Stripes", "A zebra."), "zebra", "", 2),
    "side by side": ((FIRST, "One", "A white zebra."), (FIRST, "Two", "A zebra, once white."), "white zebra", "", 1.5),
    "the lesson that is read": ((FIRST, "One", "A zebra."), (SECOND, "Two", "A zebra."), "zebra", "", 1.25),
    "a word of the title": ((SECOND, "One", "A walrus."), (FIRST, "Two", "A walrus."), "walrus", "", 1),
    "what is asked beside": ((FIRST, "One", "A zebra."), (FIRST, "Two", "A giraffe."), "zebra", "giraffe", 1 / 0.33),
    "twice in the text": (
        (FIRST, "One", "A zebra, zebra."),
        (FIRST, "Two", "A zebra."),
        "zebra",
        "",
        (2 / 3) / (1 / 2),
    ),
}


@pytest.mark.parametrize("weight", WEIGHTS)
def test_what_counts_for_how_much(ask: Ask, find: Ask, weight: str) -> None:
    """Of two blocks that differ in one thing alone, the one counts so many times as much as the other."""
    first, second, question, beside, times = WEIGHTS[weight]
    ask("update masterclass.content_modules set title = 'The walrus' where id = %s", SECOND)
    for place, block in enumerate((first, second)):
        add(ask, 10 + place, f"added-{place}", *block)
    found = find(question, context=beside)
    scores = dict(zip(found["keys"], (block["score"] for block in found["blocks"]), strict=True))
    assert scores["added-0"] / scores["added-1"] == pytest.approx(times)
