"""Quizzes: the first answer stands, one attempt at a time, and nothing about the key before an answer."""

import json
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from functions import quiz_attempts
from tests.integration.learning.conftest import PAID, RIGHT, WRONG, Student
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.instances import instance

Make = Callable[..., Student]
Rows = Callable[..., list[tuple[Any, ...]]]


def test_a_quiz_shows_questions_without_their_key(student: Make) -> None:
    """get-quiz lists every question with its options and nothing that gives an answer away."""
    answer = student().quiz()
    assert answer.status == 200
    assert [question["kind"] for question in answer.json["questions"]] == ["single", "multiple", "numeric"]
    first, _, number = answer.json["questions"]
    assert first["options"] == [
        {"id": "a", "text": "$50", "html": "<p>$50</p>\n"},
        {"id": "b", "text": "$60", "html": "<p>$60</p>\n"},
    ]
    assert first["question_html"] == "<p>Income is $100.</p>\n<p>Which share is <strong>half</strong>?</p>\n"
    assert (number["options"], number["unit"], "unit" in first) == ([], "USD", False)
    assert (answer.json["attempt"], answer.json["best_score_percent"], answer.json["passed"]) == (None, None, False)
    for secret in (b"correct", b"explanation", b"Half of 100", b"330000", b"tolerance"):
        assert secret not in answer.body


def test_feedback_is_immediate_and_covers_what_was_asked(student: Make) -> None:
    """One answer brings its own feedback: right or not, the right options, why, and the block to read."""
    ann = student()
    answer = ann.submit(("single", ["b"]))
    assert answer.json == {
        "attempt_id": ann.attempt_id,
        "answered": 1,
        "total": 3,
        "completed": False,
        "score_percent": None,
        "passed": None,
        "feedback": [
            {
                "question_id": ann.questions()["single"],
                "correct": False,
                "credit": 0,
                "correct_options": ["a"],
                "explanations": {"a": "Half of 100.", "b": "That is more than half."},
                "explanations_html": {"a": "<p>Half of 100.</p>\n", "b": "<p>That is more than half.</p>\n"},
                "block": "what-it-is",
            }
        ],
    }
    assert len(ann.submit(("multiple", ["a", "b"]), ("numeric", ["5"])).json["feedback"]) == 2


def test_a_whole_quiz_is_scored(student: Make) -> None:
    """All at once or one by one, the score is the mean credit, and a pass is at the module's pass mark."""
    ann, bob = student(), student()
    assert ann.submit(*RIGHT).json["score_percent"] == 100
    *_, answer = [bob.submit(pair) for pair in WRONG]
    assert (answer.json["completed"], answer.json["score_percent"], answer.json["passed"]) == (True, 0, False)


@pytest.mark.parametrize("chosen", ["a", "b", "ab", "ba", "ac", "abc", "c"])
def test_an_answer_is_told_what_it_is_worth(student: Make, rows: Rows, chosen: str) -> None:
    """The feedback has the credit that the rule gives, and calls right what earns all of it, in any order."""
    ann = student()
    (feedback,) = ann.submit(("multiple", [*chosen])).json["feedback"]
    worth = "select masterclass.credit(q, %s::jsonb)::float from masterclass.quiz_questions as q where q.id = %s"
    assert feedback["credit"] == rows(worth, json.dumps([*chosen]), ann.questions()["multiple"])[0][0]
    assert feedback["correct"] == (feedback["credit"] == 1) == (set(chosen) == {"a", "b"})


def test_the_first_answer_stands(student: Make) -> None:
    """A second answer to a question comes back with the outcome of the first."""
    ann = student()
    first = ann.submit(("single", ["b"]))
    assert ann.submit(("single", ["a"])).body == first.body
    assert ann.submit(("single", ["b"])).body == first.body


def test_the_same_request_again_gives_the_same_answer(student: Make, rows: Rows) -> None:
    """A repeated submission changes nothing, also after completion."""
    ann = student()
    first = ann.submit(*RIGHT)
    assert ann.submit(*RIGHT).body == first.body
    assert rows("select count(*) from masterclass.quiz_attempts where user_id = %s", ann.member.id) == [(1,)]


def test_one_attempt_at_a_time(student: Make) -> None:
    """While one is open another id is 409 naming the open one; after completion a new id is a retake."""
    ann = student()
    ann.submit(("single", ["b"]))
    refused = ann.submit(("single", ["a"]), attempt_id=str(uuid.uuid4()))
    assert (refused.status, refused.json["type"]) == (409, "/problems/attempt-open")
    assert refused.json["attempt_id"] == ann.attempt_id
    assert ann.quiz().json["attempt"]["attempt_id"] == ann.attempt_id
    ann.submit(*RIGHT)
    ann.again()
    assert ann.submit(*RIGHT).json["score_percent"] == 100
    assert ann.quiz().json["best_score_percent"] == 100


def test_anothers_attempt_is_not_there(student: Make) -> None:
    """Another member's id, or one's own for another module, is 404 like none at all."""
    ann, bob = student(), student()
    ann.submit(("single", ["a"]))
    assert bob.submit(("single", ["a"]), attempt_id=ann.attempt_id).status == 404
    elsewhere = Student(ann.member, "student-loans")
    assert elsewhere.submit(("single", ["a"]), attempt_id=ann.attempt_id).status == 404
    url = f"/quiz-attempts/cash-flow/{ann.attempt_id}"
    assert call(quiz_attempts.handler, "GET", url, token=ann.member.token).status == 200
    others = call(quiz_attempts.handler, "GET", url, token=bob.member.token)
    none = call(quiz_attempts.handler, "GET", f"/quiz-attempts/cash-flow/{uuid.uuid4()}", token=bob.member.token)
    assert (others.status, others.body) == (none.status, none.body) == (404, none.body)


UNFIT: list[list[tuple[str, list[str]]]] = [
    [("single", [])],
    [("single", ["a", "b"])],
    [("single", ["z"])],
    [("single", [""])],
    [("multiple", [])],
    [("multiple", ["a", "a"])],
    [("multiple", ["a", "z"])],
    [("numeric", [])],
    [("numeric", ["NaN"])],
    [("numeric", ["1e400"])],
    [("numeric", ["1" + "0" * 400])],
    [("numeric", ["330,000"])],
    [("numeric", ["330000", "1"])],
    [("numeric", ["٣"])],
    [("numeric", ["Infinity"])],
    [("single", ["a"]), ("single", ["a"])],
    [("00000000-0000-4000-8000-000000000000", ["a"])],
    [("single", ["a"]), ("numeric", ["NaN"])],
]


@pytest.mark.parametrize("answers", UNFIT)
def test_an_answer_that_does_not_fit_writes_nothing(student: Make, rows: Rows, answers: Any) -> None:
    """An unknown question or option, a wrong count or a number that is none: 422 with its place, no attempt."""
    ann = student()
    refused = ann.submit(*answers)
    assert (refused.status, refused.json["type"]) == (422, "/problems/invalid-body")
    assert refused.json["errors"][0]["pointer"].startswith("/answers/")
    assert rows("select 1 from masterclass.quiz_attempts where user_id = %s", ann.member.id) == []


def test_a_question_of_another_module_or_a_retired_version_is_unknown(student: Make, rows: Rows) -> None:
    """Only the questions that the attempt asks can be answered in it."""
    ann = student()
    other = Student(ann.member, "student-loans").questions()["single"]
    assert ann.submit((other, ["a"])).status == 422
    retired = ann.questions()["single"]
    rows("update masterclass.quiz_questions set retired_at = now() where id = %s returning id", retired)
    assert ann.submit((retired, ["a"])).status == 422
    rows("update masterclass.quiz_questions set retired_at = null where id = %s returning id", retired)


def test_the_wall_stands_before_quizzes_too(student: Make) -> None:
    """A free member gets 402 for the paid module's quiz, its submission and its attempts; an unknown module is 404."""
    free, paid = student(module=PAID), student(paid=True, module=PAID)
    ids = paid.questions()
    for answer in (free.quiz(), free.quiz("?practice=missed"), _submit_blindly(free, ids["single"])):
        assert (answer.status, answer.json["type"]) == (402, "/problems/full-access-required")
    assert call(quiz_attempts.handler, "GET", f"/quiz-attempts/{PAID}", token=free.member.token).status == 402
    assert Student(free.member, "nowhere").quiz().status == 404
    assert paid.submit(*RIGHT).json["passed"]


def _submit_blindly(student: Student, question_id: str) -> Any:
    from functions import submit_quiz

    body = {
        "module": student.module,
        "attempt_id": student.attempt_id,
        "answers": [{"question_id": question_id, "chosen": ["a"]}],
    }
    return call(submit_quiz.handler, "POST", "/submit-quiz", token=student.member.token, json_body=body)


def test_practice_of_what_was_missed_counts_for_nothing(student: Make, rows: Rows) -> None:
    """After a completed attempt the missed questions can be practised; nothing is recorded."""
    ann = student()
    assert ann.quiz("?practice=missed").json["questions"] == []
    ann.submit(("single", ["a"]), ("multiple", ["c"]), ("numeric", ["1"]))
    missed = [question["kind"] for question in ann.quiz("?practice=missed").json["questions"]]
    assert missed == ["multiple", "numeric"]
    before = rows("select count(*) from masterclass.quiz_responses")
    answer = ann.submit(("numeric", ["330000"]), attempt_id=str(uuid.uuid4()), practice=True)
    assert (answer.json["feedback"][0]["correct"], answer.json["completed"]) == (True, False)
    assert rows("select count(*) from masterclass.quiz_responses") == before
    assert ann.quiz().json["best_score_percent"] == 33


def test_practice_shows_no_key_that_was_not_earned(student: Make) -> None:
    """Practice of a question that was never answered in a completed attempt is refused."""
    ann = student()
    assert ann.submit(("single", ["a"]), practice=True).status == 422
    ann.submit(("single", ["a"]))
    assert ann.submit(("numeric", ["1"]), practice=True).status == 422


def test_attempts_can_be_limited(student: Make, rows: Rows) -> None:
    """Past the limit an attempt is 409, within the pause 429 with Retry-After; nothing is written."""
    ann = student(module="student-loans")
    rows("update masterclass.content_modules set quiz_cooldown_minutes = 10 where slug = 'student-loans' returning id")
    ann.submit(*RIGHT)
    ann.again()
    waiting = ann.submit(*RIGHT)
    assert (waiting.status, waiting.json["type"]) == (429, "/problems/cooling-down")
    assert 0 < int(waiting.headers["retry-after"]) <= 600
    rows(
        "update masterclass.content_modules set quiz_cooldown_minutes = 0, attempt_limit = 1"
        " where slug = 'student-loans' returning id"
    )
    refused = ann.submit(*RIGHT)
    assert (refused.status, refused.json["type"]) == (409, "/problems/attempt-limit-reached")
    assert rows("select count(*) from masterclass.quiz_attempts where user_id = %s", ann.member.id) == [(1,)]
    rows("update masterclass.content_modules set attempt_limit = null where slug = 'student-loans' returning id")


def test_a_past_attempt_can_be_looked_at(student: Make) -> None:
    """quiz-attempts lists scores; one attempt shows questions, own answers and feedback."""
    ann = student()
    ann.submit(*WRONG)
    ann.again()
    ann.submit(*RIGHT)
    listed = call(quiz_attempts.handler, "GET", "/quiz-attempts/cash-flow", token=ann.member.token).json["attempts"]
    assert [attempt["score_percent"] for attempt in listed] == [100, 0]
    url = f"/quiz-attempts/cash-flow/{ann.attempt_id}"
    shown = call(quiz_attempts.handler, "GET", url, token=ann.member.token).json
    assert [answer["chosen"] for answer in shown["answers"]] == [["a"], ["a", "b"], ["330000"]]
    assert [question["kind"] for question in shown["questions"]] == ["single", "multiple", "numeric"]
    assert all(feedback["correct"] for feedback in shown["feedback"])


def test_the_serving_roles_cannot_select_the_key(functions: Database) -> None:
    """Postgres refuses correct_answer, tolerance and explanations to the roles that serve readers."""
    with psycopg.connect(functions.url(), autocommit=True) as connection:
        for role in ("anon", "authenticated"):
            for column in ("correct_answer", "tolerance", "explanations", "*"):
                with connection.transaction(), pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute("select set_config('role', %s, true)", (role,))
                    connection.execute(f"select {column} from masterclass.quiz_questions".encode())


def test_another_attempt_is_announced(student: Make, rows: Rows) -> None:
    """quiz-attempts says whether another attempt may begin, why not and when, before anybody answers in vain."""
    ann = student()
    assert _retake(ann) == {
        "possible": True,
        "reason": None,
        "at": None,
        "limit": None,
        "used": 0,
        "cooldown_minutes": 0,
    }
    ann.submit(("single", ["a"]))
    assert (_retake(ann)["possible"], _retake(ann)["reason"]) == (False, "open")
    ann.submit(*RIGHT)
    rows("update masterclass.content_modules set quiz_cooldown_minutes = 10 where slug = 'cash-flow' returning id")
    assert (_retake(ann)["reason"], _retake(ann)["at"] is not None) == ("cooldown", True)
    rows(
        "update masterclass.content_modules set quiz_cooldown_minutes = 0, attempt_limit = 1"
        " where slug = 'cash-flow' returning id"
    )
    assert (_retake(ann)["reason"], _retake(ann)["limit"], _retake(ann)["used"]) == ("limit", 1, 1)
    rows("update masterclass.content_modules set attempt_limit = null where slug = 'cash-flow' returning id")


def _retake(student: Student) -> Any:
    url = f"/quiz-attempts/{student.module}"
    return call(quiz_attempts.handler, "GET", url, token=student.member.token).json["retake"]


def test_an_id_taken_meanwhile_is_not_ones_own(functions: Database, student: Make, rows: Rows) -> None:
    """Of two members who name the same new attempt at once, one has it and the other gets 404; nothing is mixed."""
    ann, bob = student(), student()
    bob.attempt_id = ann.attempt_id
    question = ann.questions()["single"]
    with psycopg.connect(functions.url("postgres")) as first:
        first.execute(
            "insert into masterclass.quiz_attempts (id, user_id, module_id, question_ids, pass_percent)"
            " select %s, %s, id, %s::uuid[], 70 from masterclass.content_modules where slug = 'cash-flow'",
            (ann.attempt_id, ann.member.id, [question]),
        )
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(_elsewhere, lambda: bob.submit(("single", ["a"])))
            deadline = time.monotonic() + 20
            while not rows(
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
            ):
                assert time.monotonic() < deadline, "nobody waits"
                time.sleep(0.01)
            first.commit()
            assert waiting.result(10).status == 404
    assert rows("select 1 from masterclass.quiz_responses where attempt_id = %s", ann.attempt_id) == []


def _elsewhere(act: Callable[[], Answer]) -> Answer:
    with instance():
        return act()
