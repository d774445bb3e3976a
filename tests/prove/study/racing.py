"""Sixty-four submits of one member at the same moment, again and again: one attempt each, its score right."""

import random
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from functions import get_quiz, submit_quiz
from tests.prove.proof import Outcome
from tests.prove.study.small_course import KEY, Questions, score, studying
from tests.support.events import Answer, call
from tests.support.instances import instance
from tests.support.members import Member

RACERS = 64
OPEN, LIMITED = "cash-flow", "student-loans"  # one is left open by its first answer, one may be taken once
Chosen = dict[str, list[str]]


class Race:
    """Many instances that wait for each other and then submit at once."""

    def __init__(self, pool: ThreadPoolExecutor):
        self._pool = pool
        self._barrier = Barrier(RACERS)

    def submit(self, member: Member, bodies: list[dict[str, Any]]) -> list[Answer]:
        """Submit all bodies at the same time and return their answers in the same order."""

        def one(body: dict[str, Any]) -> Answer:
            self._barrier.wait()
            return _answered(member, body)

        return list(self._pool.map(one, bodies))

    def connect(self, member: Member) -> None:
        """Let every instance open its connection, so that the first round is a race too."""

        def one(_: int) -> None:
            self._barrier.wait()
            call(get_quiz.handler, "GET", f"/get-quiz/{OPEN}", token=member.token)

        list(self._pool.map(one, range(RACERS)))

    def end(self) -> None:
        """Close what every instance opened."""

        def close(_: int) -> None:
            self._barrier.wait()
            with instance():
                pass

        list(self._pool.map(close, range(RACERS)))


def _answered(member: Member, body: dict[str, Any]) -> Answer:
    """Submit, and again where the database was too busy: the id makes that harmless."""
    answer = call(submit_quiz.handler, "POST", "/submit-quiz", token=member.token, json_body=body)
    return _answered(member, body) if answer.status == 503 and "retry-after" in answer.headers else answer


def racing_submits(size: int, seed: int) -> Outcome:
    """Run `size` rounds; a case is a round, wrong is each that left anything but one attempt with its right score."""
    seeded, wrong, statuses = random.Random(seed), list[str](), Counter[int]()
    with studying() as (made, questions), ThreadPoolExecutor(RACERS) as pool:
        questions.rows("update masterclass.content_modules set attempt_limit = 1 where slug = %s", LIMITED)
        race = Race(pool)
        race.connect(made.member())
        for number in range(size):
            module, member = (OPEN, LIMITED)[number % 2], made.member()
            bodies = _bodies(module, questions, seeded)
            answers = race.submit(member, bodies)
            statuses.update(answer.status for answer in answers)
            fault = _fault(module, member, bodies, answers, questions)
            wrong += [f"round {number}: {fault}"] if fault else []
        race.end()
    return Outcome(size, len(wrong), f"{RACERS} at once: {dict(sorted(statuses.items()))}; " + "; ".join(wrong[:3]))


def _bodies(module: str, questions: Questions, seeded: random.Random) -> list[dict[str, Any]]:
    """Half with one UUID and half with distinct ones, shuffled; each racer chooses for itself."""
    common = str(uuid.UUID(int=seeded.getrandbits(128), version=4))
    distinct = [str(uuid.UUID(int=seeded.getrandbits(128), version=4)) for _ in range(RACERS // 2)]
    names = [common] * (RACERS // 2) + distinct
    seeded.shuffle(names)
    kinds = ["single"] if module == OPEN else ["single", "multiple", "numeric"]
    return [
        {
            "module": module,
            "attempt_id": name,
            "answers": [
                {"question_id": questions.ids[module, kind], "chosen": _choice(kind, seeded)} for kind in kinds
            ],
        }
        for name in names
    ]


def _choice(kind: str, seeded: random.Random) -> list[str]:
    if kind == "numeric":
        return [seeded.choice(["330000", "330000.0", "1"])]
    return [seeded.choice("ab")] if kind == "single" else seeded.sample("abc", seeded.randint(1, 3))


def _fault(
    module: str, member: Member, bodies: list[dict[str, Any]], answers: list[Answer], questions: Questions
) -> str:
    """Return what is wrong with the round, or nothing."""
    attempts = questions.rows("select id::text from masterclass.quiz_attempts where user_id = %s", member.id)
    if len(attempts) != 1:
        return f"{len(attempts)} attempts"
    winner = attempts[0][0]
    named = [answer for body, answer in zip(bodies, answers, strict=True) if body["attempt_id"] == winner]
    others = [answer for body, answer in zip(bodies, answers, strict=True) if body["attempt_id"] != winner]
    if {answer.status for answer in named} != {200} or len({answer.body for answer in named}) != 1:
        return f"the attempt's own racers got {Counter(answer.status for answer in named)} and several answers"
    if any(answer.status != 409 or (module == OPEN and answer.json["attempt_id"] != winner) for answer in others):
        return f"the others got {Counter(answer.status for answer in others)}"
    return _score_fault(module, member, winner, questions)


def _score_fault(module: str, member: Member, attempt: str, questions: Questions) -> str:
    """Finish the attempt where it is open, and compare its score with the answers that stand in it."""
    rest = [
        {"question_id": identity, "chosen": sorted(KEY[kind])}
        for (slug, kind), identity in questions.ids.items()
        if slug == module
    ]
    body = {"module": module, "attempt_id": attempt, "answers": rest}
    finished = call(submit_quiz.handler, "POST", "/submit-quiz", token=member.token, json_body=body).json
    kept = questions.rows(
        "select question_id::text, chosen from masterclass.quiz_responses where attempt_id = %s", attempt
    )
    expected = score([(questions.kinds[identity], _numbers(chosen)) for identity, chosen in kept])
    stored = questions.rows("select score_percent from masterclass.quiz_attempts where id = %s", attempt)
    if len(kept) != 3 or not finished["completed"] or [(expected,)] != stored or finished["score_percent"] != expected:
        return f"score {finished['score_percent']}, stored {stored}, expected {expected} from {len(kept)} answers"
    return ""


def _numbers(chosen: list[str]) -> list[str]:
    return [one.removesuffix(".0") for one in chosen]
