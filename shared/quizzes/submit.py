"""Submitting answers: graded and kept by the database in one round trip."""

from shared.database import Identity, one_trip
from shared.quizzes import queries
from shared.quizzes.records import Submission


def submit(reader: Identity, submission: Submission) -> str:
    """Return the feedback to a submission as JSON; what the database refuses left nothing written."""
    answers = [{"question_id": str(answer.question_id), "chosen": answer.chosen} for answer in submission.answers]
    grade = queries.practise_quiz if submission.practice else queries.submit_quiz
    return grade(one_trip(reader), submission.module, submission.attempt_id, answers)
