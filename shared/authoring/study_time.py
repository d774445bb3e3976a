"""How long a module takes: counted and measured, never claimed."""

from collections.abc import Mapping

from shared.authoring.module import Module

WORDS_A_MINUTE = 230
QUESTION_SECONDS = {"single": 60, "multiple": 80, "numeric": 120}  # what counts until there are medians
CASE_ANSWER_SECONDS = 480  # nobody's beginning is known: a page that is open is not an answer that is written


def study_minutes(module: Module, medians: Mapping[str, int] | None = None) -> int:
    """Return whole minutes, at least one: words at 230 a minute, and each question by its kind's measured median.

    `medians` are seconds by kind; a kind without one, and the case's answer, count what is stated here.
    """
    seconds = {**QUESTION_SECONDS, **(medians or {})}
    reading = 60 * words_in(module) / WORDS_A_MINUTE
    asking = sum(seconds[question.kind] for question in module.questions)
    answering = 0 if module.case is None else CASE_ANSWER_SECONDS
    return max(1, round((reading + asking + answering) / 60))


def words_in(module: Module) -> int:
    """Return the number of words of lesson and case, model answer included."""
    said = [block.text for block in module.blocks]
    if module.case:
        said += [module.case.text, module.case.model_answer]
    return sum(len(text.split()) for text in said)
