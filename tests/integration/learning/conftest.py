"""A small course in the module's database, and a few words for learning in it."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from functions import answer_case, certificate, get_quiz, progress, submit_quiz
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.members import Member

PREVIEW, SECOND, PAID = "cash-flow", "student-loans", "insurance"
MODULES = (PREVIEW, SECOND, PAID)
BLOCKS = ("what-it-is", "how-it-works")
CASE = "first-paychecks"


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course of tests/support/courses.py, loaded; its folder, for tests that edit it."""
    folder = write_course(tmp_path_factory.mktemp("course"))
    load_rows(database, folder)
    return folder


class Student:
    """A member at a module."""

    def __init__(self, member: Member, module: str = PREVIEW):
        self.member = member
        self.module = module
        self.attempt_id = str(uuid.uuid4())

    def quiz(self, query: str = "") -> Answer:
        """Ask for the quiz."""
        return call(get_quiz.handler, "GET", f"/get-quiz/{self.module}{query}", token=self.member.token)

    def questions(self) -> dict[str, str]:
        """Return the id of each question by its kind (the small course has one of each)."""
        return {question["kind"]: question["id"] for question in self.quiz().json["questions"]}

    def submit(self, *answers: tuple[str, list[str]], attempt_id: str = "", **more: Any) -> Answer:
        """Submit (kind or question id, chosen) pairs."""
        ids = self.questions()
        body = {
            "module": self.module,
            "attempt_id": attempt_id or self.attempt_id,
            "answers": [{"question_id": ids.get(kind, kind), "chosen": chosen} for kind, chosen in answers],
            **more,
        }
        return call(submit_quiz.handler, "POST", "/submit-quiz", token=self.member.token, json_body=body)

    def again(self) -> None:
        """Choose a new attempt id."""
        self.attempt_id = str(uuid.uuid4())

    def progress(self, query: str = "") -> Any:
        """Return the reader's progress."""
        answer = call(progress.handler, "GET", f"/progress{query}", token=self.member.token)
        assert answer.status == 200
        return answer.json

    def standing(self) -> Any:
        """Return how the reader stands in the module."""
        return next(one for one in self.progress()["modules"] if one["module"] == self.module)

    def put(self, block: str, **more: Any) -> Answer:
        """Keep a place in the module."""
        body = {"module": self.module, "block": block, **more}
        return call(progress.handler, "PUT", "/progress", token=self.member.token, json_body=body)

    def read(self) -> None:
        """Mark every block of the module."""
        for block in BLOCKS:
            assert self.put(block, completed=True).status == 204

    def commit(self, answer: str, case_id: str = CASE) -> Answer:
        """Commit an answer to the module's case."""
        body = {"module": self.module, "case_id": case_id, "answer": answer}
        return call(answer_case.handler, "POST", "/answer-case", token=self.member.token, json_body=body)

    def own_answers(self) -> Answer:
        """Ask for the reader's own answers to the module's case."""
        return call(answer_case.handler, "GET", f"/answer-case?module={self.module}", token=self.member.token)

    def certificate(self) -> Answer:
        """Ask for the reader's certificate."""
        return call(certificate.handler, "GET", "/certificate", token=self.member.token)

    def confirm(self, name: str, time_zone: str = "UTC") -> Answer:
        """Say how the reader's name is printed on it."""
        body = {"name": name, "time_zone": time_zone}
        return call(certificate.handler, "POST", "/certificate", token=self.member.token, json_body=body)

    def at(self, module: str) -> "Student":
        """Return the same member at another module."""
        return Student(self.member, module)

    def finish(self) -> str:
        """Do everything that the course asks and return the certificate's code."""
        for module in MODULES:
            there = self.at(module)
            there.read()
            assert there.submit(*RIGHT).json["passed"]
        self.at(PAID).commit("A buffer first.")
        return self.certificate().json["code"]


RIGHT = (("single", ["a"]), ("multiple", ["a", "b"]), ("numeric", ["330000"]))
WRONG = (("single", ["b"]), ("multiple", ["c"]), ("numeric", ["1"]))


@pytest.fixture
def student(member: Callable[..., Member]) -> Callable[..., Student]:
    """Make a student: `student()` free at the preview quiz, `student(paid=True, module=PAID)` behind the wall."""

    def make(*, paid: bool = False, module: str = PREVIEW) -> Student:
        return Student(member(paid=paid), module)

    return make


@pytest.fixture
def rows(functions: Database) -> Callable[..., list[tuple[Any, ...]]]:
    """Ask the module's database as its owner."""

    def ask(query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(functions.url("postgres")) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    return ask
