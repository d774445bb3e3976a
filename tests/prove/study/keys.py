"""Every byte that any endpoint sends, before and after the keys of what was not answered are exchanged: the same."""

import random
import re
import uuid
from collections.abc import Iterator
from typing import Any

from functions import answer_case, submit_quiz
from shared.operations.jobs import JOBS
from tests.prove.proof import Outcome
from tests.prove.study.small_course import KEY, MODULES, Questions, studying
from tests.prove.world import World
from tests.support import functions
from tests.support.events import Answer, call
from tests.support.members import Member

# What must not be sent before an answer: explanations, the number, rubric and model answer of the small course.
SECRETS = {
    "single": (b"Half of 100", b"more than half"),
    "multiple": (b"A part.", b"Another part", b"The whole is no part"),
    "numeric": (b"330000", b"6,000 times 55", b"330,000"),
    "case": (b"SECRET-MODEL-ANSWER", b"Names an emergency fund"),
}
WORDS = (b"correct", b"explanation", b"tolerance", b"rubric", b"model_answer")
_CHANGING = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)|X-Amz-[A-Za-z]+=[^&]+")
EXCHANGE = """
update masterclass.quiz_questions
   set correct_answer = case kind when 'numeric' then '["77.25"]' else
         (select jsonb_agg(o -> 'id') from jsonb_array_elements(options) as o
           where not correct_answer @> (o -> 'id')) end,
       explanations = (select jsonb_object_agg(k, 'exchanged ' || k) from jsonb_object_keys(explanations) as k),
       tolerance = tolerance + 5
 where id = any (%s::uuid[])
"""
EXCHANGE_CASE = """
update masterclass.case_reviews set rubric = '[]', model_answer = 'exchanged', model_answer_html = 'exchanged'
"""


def nothing_before_an_answer(size: int, seed: int) -> Outcome:
    """Let readers in random states ask everything, `size` answers in all; wrong is each that tells of a key."""
    seeded, wrong, sent = random.Random(seed), list[str](), 0
    with studying() as (made, questions):
        while sent < size:
            faults, number = scan(made, questions, seeded)
            wrong += faults
            sent += number
    return Outcome(sent, len(wrong), f"bytes the same whatever the key is; {'; '.join(wrong[:3])}")


def scan(made: World, questions: Questions, seeded: random.Random) -> tuple[list[str], int]:
    """Return which answers tell a reader in a random state of a key they have not earned, and how many were looked at.

    Found by what they hold, and by whether they change when the keys do.
    """
    member = made.member(paid=seeded.random() < 0.7) if seeded.random() < 0.9 else None
    answered = _answer_some(member, questions, seeded) if member else set[str]()
    before = _everything_sent_anew(member, questions)
    keys = questions.rows(
        "select id, correct_answer::text, explanations::text, tolerance from masterclass.quiz_questions"
    )
    cases = questions.rows("select id, rubric::text, model_answer, model_answer_html from masterclass.case_reviews")
    questions.rows(EXCHANGE, [identity for identity in questions.kinds if identity not in answered])
    if "case" not in answered:
        questions.rows(EXCHANGE_CASE)
    after = _everything_sent_anew(member, questions)
    _restore(questions, keys, cases)
    changed = [f"{name} changes with the key" for name in before if before[name] != after[name]]
    return [*changed, *_told(before, answered, questions)], len(before) + len(after)


def _everything_sent_anew(member: Member | None, questions: Questions) -> dict[str, bytes]:
    """Collect everything, with what counts requests set back."""
    questions.rows("delete from masterclass.member_limits")
    return dict(everything_sent(member))


def _told(sent: dict[str, bytes], answered: set[str], questions: Questions) -> list[str]:
    """What stands in answers in so many words; words of the key are no secret once something was answered."""
    kinds = {questions.kinds.get(one, one) for one in answered}
    secrets = [secret for kind, listed in SECRETS.items() if kind not in kinds for secret in listed]
    secrets += WORDS if not answered else []
    return [f"{name} holds {secret!r}" for name, body in sent.items() for secret in secrets if secret in body]


def everything_sent(member: Member | None) -> Iterator[tuple[str, bytes]]:
    """Yield the name and all bytes of each answer that a reader can get, times and signatures aside."""
    token = member.token if member else ""
    for path, route in functions.routes():
        if route.who not in {"anyone", "member"}:
            continue
        handler = functions.handler_of(path.split("/")[1])
        for url in _addresses(path):
            body = None if route.method in {"GET", "DELETE"} else b"{"
            if route.method == "DELETE" or (body and not route.max_body_bytes) or path.removeprefix("/") in JOBS:
                continue
            answer = call(handler, route.method, url, token=token, body=body)
            yield f"{route.method} {url}", _bytes_of(answer)


def _addresses(path: str) -> list[str]:
    """Return addresses of the route: of every module, and of things that are not there."""
    unknown = str(uuid.UUID(int=0))
    plain = re.sub(r"\{(?!slug)\w+\}", unknown, path)
    addresses = [plain.replace("{slug}", module) for module in MODULES] if "{slug}" in path else [plain]
    queries = {
        "/get-quiz": "?practice=missed",
        "/answer-case": "?module=insurance",
        "/progress": "?module=insurance",
        "/ask-ai": "?module=insurance",
    }
    more = next((query for name, query in queries.items() if path.startswith(name)), "")
    return [*addresses, *(address + more for address in addresses if more)]


def _bytes_of(answer: Answer) -> bytes:
    headers = "".join(f"{name}: {value}\n" for name, value in sorted(answer.headers.items()) if name != "x-request-id")
    return _CHANGING.sub(b"", f"{answer.status}\n{headers}\n".encode() + answer.body)


def _answer_some(member: Member, questions: Questions, seeded: random.Random) -> set[str]:
    """Answer a random part of the quizzes, and perhaps the case; return the questions answered."""
    answered = set[str]()
    for module in MODULES:
        kinds = seeded.sample(sorted(KEY), seeded.choice([0, 0, 1, 2, 3]))
        chosen: list[dict[str, Any]] = [
            {"question_id": questions.ids[module, kind], "chosen": [min(KEY[kind])]} for kind in kinds
        ]
        body = {
            "module": module,
            "attempt_id": str(uuid.UUID(int=seeded.getrandbits(128), version=4)),
            "answers": chosen,
        }
        if (
            chosen
            and call(submit_quiz.handler, "POST", "/submit-quiz", token=member.token, json_body=body).status == 200
        ):
            answered |= {one["question_id"] for one in chosen}
    if seeded.random() < 0.3:
        body = {"module": "insurance", "case_id": "first-paychecks", "answer": "Mine."}
        if call(answer_case.handler, "POST", "/answer-case", token=member.token, json_body=body).status == 200:
            answered.add("case")
    return answered


def _restore(questions: Questions, keys: list[tuple[Any, ...]], cases: list[tuple[Any, ...]]) -> None:
    for identity, *values in keys:
        questions.rows(
            "update masterclass.quiz_questions set correct_answer = %s::jsonb, explanations = %s::jsonb, tolerance = %s"
            " where id = %s",
            *values,
            identity,
        )
    for identity, *values in cases:
        questions.rows(
            "update masterclass.case_reviews set rubric = %s::jsonb, model_answer = %s, model_answer_html = %s"
            " where id = %s",
            *values,
            identity,
        )
