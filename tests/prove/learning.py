"""Learning: grading is fair, races leave one attempt, nothing of a key is told, progress is what the facts come to."""

from tests.prove.proof import Proof
from tests.prove.study.grading import grading
from tests.prove.study.histories import histories
from tests.prove.study.keys import nothing_before_an_answer
from tests.prove.study.racing import racing_submits

PROOFS = [
    Proof(
        "grading-properties",
        "never above full, everything ticked is 0, no order matters, a number counts at its boundary and no further",
        1_000_000,
        3_000,
        grading,
    ),
    Proof(
        "racing-submits",
        "64 submits at once, half with one id and half with others, leave one attempt with the right score",
        1_000,
        4,
        racing_submits,
    ),
    Proof(
        "nothing-before-an-answer",
        "no answer of any endpoint holds a key that was not earned, or changes with it",
        20_000,
        80,
        nothing_before_an_answer,
    ),
    Proof(
        "progress-recomputed",
        "state, scores, resume and completed_percent are what the rows of marks and answers come to",
        20_000,
        50,
        histories,
    ),
]
