"""masterclass.find_passages: the ranking. Which blocks a question is answered from, and in which order."""

import pytest

from tests.integration.functions.conftest import Ask

FIRST, SECOND = ("00000000-0000-4000-8000-0000000000f1", "00000000-0000-4000-8000-0000000000f2")
BLOCKS = {
    "saving-rate": (FIRST, "The saving rate", "A saving rate is what is kept of each dollar that comes in."),
    "emergency-fund": (FIRST, "An emergency fund", "Months of expenses, kept in cash for an emergency."),
    "cash": (FIRST, "Cash flow", "Income less expenses. A rate of its own is not computed."),
    "disability": (SECOND, "Disability insurance", "Own occupation cover pays when a physician cannot practice."),
    "life": (SECOND, "Life insurance", "Term insurance covers years of income for those who depend on it."),
}


@pytest.fixture
def find(ask: Ask) -> Ask:
    """Search the blocks above for a question: (question, context, module) → their keys, best first."""
    for number, module in enumerate((FIRST, SECOND)):
        ask(
            "insert into masterclass.content_modules (id, slug, title, summary, content, order_index, minutes,"
            " is_preview, objectives, source_list, quiz_pass_percent, quiz_cooldown_minutes, question_count, has_case)"
            " values (%s, %s, '', '', '', %s, 1, true, '[]', '[]', 70, 0, 0, false)",
            module,
            f"module-{number}",
            number,
        )
    for place, (key, (module, heading, text)) in enumerate(BLOCKS.items()):
        ask(
            "insert into masterclass.content_blocks (module_id, key, position, heading, html, text)"
            " values (%s, %s, %s, %s, '', %s)",
            module,
            key,
            place,
            heading,
            text,
        )

    def search(question: str, context: str = "", module: str = FIRST, most: int = 6) -> list[str]:
        return ask(
            "select coalesce(array_agg(b.key order by f.score desc), '{}')"
            "  from masterclass.find_passages(%s, %s, %s, %s) as f"
            "  join masterclass.content_blocks as b on b.id = f.block_id",
            module,
            question,
            context,
            most,
        )

    return search


def test_words_side_by_side_in_a_heading_come_first(find: Ask) -> None:
    """The block that has the question's two words together is before one that has them apart."""
    assert find("What is a saving rate?")[0] == "saving-rate"


def test_what_no_block_says_is_not_found(find: Ask) -> None:
    """A question about something else finds nothing, rather than the least bad."""
    assert find("How do I bake sourdough bread at altitude?") == []


def test_the_own_module_comes_first_among_equals(find: Ask) -> None:
    """Both kinds of insurance fit the word; where one reads decides which is first."""
    assert set(find("insurance", module=SECOND)) == {"disability", "life"}
    assert find("expenses", module=FIRST)[0] in {"emergency-fund", "cash"}


def test_a_short_question_is_understood_from_its_context(find: Ask) -> None:
    """What was said before counts, for less: 'and for how long?' after a question about the emergency fund."""
    assert "emergency-fund" in find(
        "And how many months?", context="How large is an emergency fund in cash, in expenses?"
    )


def test_no_more_than_asked_for(find: Ask) -> None:
    """The number of passages is the caller's."""
    assert len(find("insurance income expenses emergency fund saving rate", most=2)) == 2
