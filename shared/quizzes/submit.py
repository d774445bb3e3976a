"""Submitting answers: graded and kept by the database in one round trip."""

from typing import Any

from shared.database import Identity, one_trip
from shared.entitlement import refusals
from shared.problems import InvalidBody, Problem
from shared.quizzes import queries
from shared.quizzes.problems import AttemptLimitReached, AttemptOpen, CoolingDown
from shared.quizzes.records import Submission


def submit(reader: Identity, submission: Submission) -> dict[str, Any]:
    """Return the feedback to a submission.

    Raises NotFound (module or attempt), FullAccessRequired, InvalidBody (an answer that does not fit its
    question), AttemptOpen, AttemptLimitReached or CoolingDown; then nothing was written.
    """
    answers = [{"question_id": str(answer.question_id), "chosen": answer.chosen} for answer in submission.answers]
    grade = queries.practise_quiz if submission.practice else queries.submit_quiz
    graded = grade(one_trip(reader), submission.module, submission.attempt_id, answers)
    refusals.require(graded)
    if "refusal" in graded:
        raise _refusal(graded)
    return graded


def _refusal(graded: dict[str, Any]) -> Problem:
    match graded["refusal"]:
        case "open":
            return AttemptOpen(graded["attempt_id"])
        case "limit":
            return AttemptLimitReached(graded["attempts"])
        case "cooldown":
            return CoolingDown(int(graded["seconds"]))
        case _:
            return InvalidBody(graded["errors"])
