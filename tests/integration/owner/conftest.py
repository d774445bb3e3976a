"""An owner in the module's database with the small course in it, and words for asking as one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from functions import owner as owner_function
from shared.__main__ import main
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.members import Member

Rows = Callable[..., list[tuple[Any, ...]]]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course of tests/support/courses.py."""
    folder = write_course(tmp_path_factory.mktemp("course"))
    load_rows(database, folder)
    return folder


@pytest.fixture
def rows(functions: Database) -> Rows:
    """Ask the module's database as its owner."""

    def ask(query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(functions.url("supabase_admin")) as connection:
            cursor = connection.execute(query.encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    return ask


@pytest.fixture
def run(functions: Database, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line: exit code, stdout, stderr."""
    del functions

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as exited:
            code = int(str(exited.code))
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


class Owner(NamedTuple):
    """A member who owns the course."""

    member: Member

    def report(self, query: str = "") -> Answer:
        """Ask for the figures."""
        return call(owner_function.handler, "GET", f"/owner/report{query}", token=self.member.token)

    def look_up(self, email: str, query: str = "") -> Answer:
        """Ask for a member."""
        return call(owner_function.handler, "GET", f"/owner/member?email={email}{query}", token=self.member.token)

    def act(
        self, action: str, email: str | None = None, reason: str | None = "They asked by mail", **more: Any
    ) -> Answer:
        """Do something for a member."""
        given = {"action": action, "email": email, "reason": reason, **more}
        body = {name: value for name, value in given.items() if value is not None}
        return call(owner_function.handler, "POST", "/owner/action", token=self.member.token, json_body=body)


@pytest.fixture
def owner(member: Callable[..., Member], run: Run) -> Owner:
    """Somebody who was made an owner on the command line."""
    made = Owner(member())
    assert run("owner", "add", made.member.email)[0] == 0
    return made
