"""How long a module takes: counted and measured, never claimed."""

from shared.authoring.module import Module

WORDS_A_MINUTE = 230
QUESTION_SECONDS = {"single": 60, "multiple": 80, "numeric": 120}
CASE_ANSWER_SECONDS = 480


def study_minutes(module: Module) -> int:
    """Return whole minutes, at least one: words at 230 a minute, questions and the case's answer by their medians."""
    reading = 60 * words_in(module) / WORDS_A_MINUTE
    asking = sum(QUESTION_SECONDS[question.kind] for question in module.questions)
    answering = 0 if module.case is None else CASE_ANSWER_SECONDS
    return max(1, round((reading + asking + answering) / 60))


def words_in(module: Module) -> int:
    """Return the number of words of lesson and case, model answer included."""
    said = [block.text for block in module.blocks]
    if module.case:
        said += [module.case.text, module.case.model_answer]
    return sum(len(text.split()) for text in said)
