"""What a question brings with it, measured on the frozen questions of tests/retrieval, in the course as it is."""

from collections.abc import Callable, Sequence

import pytest

from shared.guidance import prompt
from tests.retrieval import measure
from tests.retrieval.measure import Asked, Retriever
from tests.support.databases import Database
from tests.support.members import Member

pytestmark = pytest.mark.usefixtures("functions")


@pytest.fixture
def paying(functions: Database, member: Callable[..., Member]) -> Retriever:
    """A reader with full access."""
    return Retriever(member(paid=True))


@pytest.fixture
def free(functions: Database, member: Callable[..., Member]) -> Retriever:
    """A reader of the preview modules."""
    return Retriever(member())


def missed(retriever: Retriever, everything: Sequence[Asked]) -> list[str]:
    """Return the questions whose block would not be sent."""
    return [
        f"{one.module}#{one.block}: {one.question}"
        for one in everything
        if not measure.has_block(one, retriever.material(one.module, one.question))
    ]


def test_the_block_that_answers_is_sent(paying: Retriever) -> None:
    """Of the questions that a lesson answers, at least 97 in a hundred are asked with the block that does."""
    everything = list(measure.questions())
    without = missed(paying, everything)
    assert len(without) <= 0.03 * len(everything), without
    assert len(everything) >= 400


def test_a_block_of_another_lesson_is_found(paying: Retriever) -> None:
    """Asked from the first lesson, at least nine in ten questions find the block of the lesson that answers them."""
    everything = list(measure.elsewhere())
    without = missed(paying, everything)
    assert len(without) <= 0.1 * len(everything), without


def test_off_the_course_is_told_without_a_call(paying: Retriever) -> None:
    """At least nine in ten questions about something else are told so by ourselves."""
    questions = measure.off_course()
    asked = [one for one in questions if not paying.material("cash-flow-and-net-worth", one).off_course]
    assert len(asked) <= 0.1 * len(questions), asked


def test_a_closed_module_is_named_and_not_quoted(free: Retriever) -> None:
    """Nine in ten questions that only a closed module answers are told which, and none gets a word of it.

    Where something open fits too, the provider is given the closed module's title beside it.
    """
    everything = list(measure.elsewhere())
    material = {one: free.material(one.module, one.question) for one in everything}
    untold = [one.question for one, made in material.items() if not made.closed or made.closed.slug != one.teaches]
    assert len(untold) <= 0.1 * len(everything), untold
    left_to_the_provider = [one.question for one, made in material.items() if prompt.own_answer(made) is None]
    assert len(left_to_the_provider) <= 0.3 * len(everything), left_to_the_provider
    open_modules = {"cash-flow-and-net-worth", "student-loans-and-pslf"}
    assert {passage.module for made in material.values() for passage in made.passages} <= open_modules


def test_an_open_answer_is_not_sent_elsewhere(free: Retriever) -> None:
    """What the open lessons answer is not said to be in a closed one."""
    everything = [one for one in measure.questions() if one.module == "cash-flow-and-net-worth"]
    told = [one.question for one in everything if prompt.own_answer(free.material(one.module, one.question))]
    assert len(told) <= 0.05 * len(everything), told


@pytest.mark.parametrize("one", measure.overviews(), ids=lambda one: one["asks"])
def test_an_overview_brings_the_topic(paying: Retriever, one: dict[str, str]) -> None:
    """Every block of the module that teaches the topic comes along, wherever it was asked."""
    sent = {
        passage.block for passage in paying.material(one["module"], one["asks"]).passages if passage.module == one["of"]
    }
    assert sent == paying.blocks(one["of"])


def test_what_is_sent_has_a_budget(paying: Retriever) -> None:
    """No question brings more than its budget of passages, and none comes without any."""
    for one in list(measure.questions())[::10]:
        passages = paying.material(one.module, one.question).passages
        assert 0 < sum(len(passage.text) for passage in passages) <= prompt.PASSAGE_TOKENS * prompt.CHARACTERS_PER_TOKEN
