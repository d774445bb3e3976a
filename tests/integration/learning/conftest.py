"""A small course in the module's database, and a few words for asking its quizzes."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from functions import get_quiz, submit_quiz
from tests.courses import load_rows, write_course
from tests.databases import Database
from tests.events import Answer, call
from tests.members import Member

PREVIEW, PAID = "cash-flow", "insurance"


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course of tests/courses.py, loaded; its folder, for tests that edit it."""
    folder = write_course(tmp_path_factory.mktemp("course"))
    load_rows(database, folder)
    return folder


class Student:
    """A member at a quiz."""

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
