"""Case reviews: one's own answer first, then rubric and model answer."""

from collections.abc import Callable
from typing import Any

import pytest

from functions import answer_case, get_module
from tests.integration.learning.conftest import PAID, PREVIEW, Student
from tests.support.events import call

Make = Callable[..., Student]
Rows = Callable[..., list[tuple[Any, ...]]]
SECRETS = (b"SECRET-MODEL-ANSWER", b"Names an emergency fund", b"rubric", b"model_answer")


def test_nothing_of_the_answer_is_shown_before_ones_own(student: Make) -> None:
    """The module shows case and prompt; rubric and model answer are nowhere until an answer is kept."""
    ann = student(paid=True, module=PAID)
    shown = call(get_module.handler, "GET", f"/get-module/{PAID}", token=ann.member.token)
    assert shown.json["case"]["prompt"] == "What would you do first?"
    own = ann.own_answers()
    assert own.json == {"module": PAID, "answers": []}
    refused = ann.commit("", case_id="first-paychecks")
    assert refused.status == 422
    for answer in (shown, own, refused, ann.commit("x", case_id="unknown")):
        assert not any(secret in answer.body for secret in SECRETS)


def test_an_answer_opens_rubric_and_model_answer(student: Make) -> None:
    """The committed answer comes back with what it is to be compared with, then and later."""
    ann = student(paid=True, module=PAID)
    committed = ann.commit("  A buffer first.  ")
    assert committed.status == 200
    assert committed.json["rubric"] == [{"id": "buffer", "text": "Names an emergency fund", "points": 2}]
    assert "SECRET-MODEL-ANSWER" in committed.json["model_answer_html"]
    (kept,) = ann.own_answers().json["answers"]
    assert (kept["answer"], kept["case_id"], kept["rubric"]) == (
        "A buffer first.",
        "first-paychecks",
        committed.json["rubric"],
    )


def test_the_same_answer_twice_is_one(student: Make) -> None:
    """A repeated commit keeps one answer; another one is kept beside it, the newest first."""
    ann = student(paid=True, module=PAID)
    assert ann.commit("One.").body == ann.commit("One.").body
    ann.commit("Two.")
    assert [kept["answer"] for kept in ann.own_answers().json["answers"]] == ["Two.", "One."]


def test_answers_are_ones_own(student: Make) -> None:
    """Nobody sees another's answer, nor the model answer through it."""
    ann, bob = student(paid=True, module=PAID), student(paid=True, module=PAID)
    ann.commit("Mine.")
    assert bob.own_answers().json["answers"] == []


@pytest.mark.parametrize("answer", ["", "   ", "x" * 10_001, "a\0b", None, 7, ["x"]])
def test_an_answer_is_text_of_a_bounded_length(student: Make, rows: Rows, answer: Any) -> None:
    """Nothing, white space, too much or something else is refused and not kept."""
    ann = student(paid=True, module=PAID)
    assert ann.commit(answer).status in {400, 422}
    assert rows("select 1 from masterclass.case_answers where user_id = %s", ann.member.id) == []


def test_the_longest_answer_is_kept(student: Make) -> None:
    """Ten thousand characters, of several bytes each, fit."""
    ann = student(paid=True, module=PAID)
    assert ann.commit("é" * 10_000).status == 200


def test_the_wall_stands_before_cases(student: Make) -> None:
    """A free member gets 402, a guest 401, a module without a case or none at all 404."""
    free, paid = student(module=PAID), student(paid=True)
    assert free.commit("x").status == 402
    assert free.own_answers().status == 402
    assert call(answer_case.handler, "GET", f"/answer-case?module={PAID}").status == 401
    assert paid.commit("x").status == 404
    assert paid.at("nowhere").commit("x").status == 404
    assert paid.at("nowhere").own_answers().status == 404
    assert call(answer_case.handler, "GET", "/answer-case", token=paid.member.token).status == 404


def test_a_free_member_answers_the_case_of_a_preview(student: Make, rows: Rows) -> None:
    """Access to the module is what counts."""
    rows(
        "insert into masterclass.case_reviews (module_id, key, version, title, prompt, html, text, rubric,"
        " model_answer, model_answer_html) select id, 'free', 1, 't', 'p', '', '', '[]', 'm', 'm'"
        " from masterclass.content_modules where slug = %s returning id",
        PREVIEW,
    )
    assert student().commit("x", case_id="free").json["model_answer_html"] == "m"
    rows("update masterclass.case_reviews set retired_at = now() where key = 'free' returning id")


def test_an_edited_case_leaves_answers_with_what_was_asked(student: Make, rows: Rows) -> None:
    """An answer keeps the case, rubric and model answer that it was given to."""
    ann = student(paid=True, module=PAID)
    ann.commit("Before.")
    rows("update masterclass.case_reviews set retired_at = now() where key = 'first-paychecks' returning id")
    rows(
        "insert into masterclass.case_reviews (module_id, key, version, title, prompt, html, text, rubric,"
        " model_answer, model_answer_html) select module_id, key, 2, 'Edited', 'New?', '', '', '[]', 'n', 'n'"
        " from masterclass.case_reviews where key = 'first-paychecks' returning id"
    )
    ann.commit("After.")
    assert [(kept["title"], kept["prompt"], kept["answer"]) for kept in ann.own_answers().json["answers"]] == [
        ("Edited", "New?", "After."),
        ("The first paychecks", "What would you do first?", "Before."),
    ]
