"""The real course in the module's database, a scripted provider, and a few words for asking the guide."""

import json
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from functions import answer_case, ask_ai
from shared import settings
from shared.guidance import sdk
from tests.support.courses import load_rows
from tests.support.databases import Database
from tests.support.events import Answer, call, event
from tests.support.members import Member
from tests.support.provider import Provider

sdk.load()  # beforehand, so that short deadlines are the provider's alone

COURSE = Path(__file__).resolve().parents[3] / "sql" / "course"
PREVIEW, PAID = "cash-flow-and-net-worth", "disability-and-life-insurance"
PREVIEW_CASE = "first-six-paychecks"
QUESTION = "How large should my emergency fund be?"


@pytest.fixture(scope="module", autouse=True)
def course(database: Database) -> None:
    """The course itself: what is found in it is what members will find."""
    load_rows(database, COURSE)


@pytest.fixture
def provider(functions: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[Provider]:
    """A healthy provider, until a test gives it another script."""
    made = Provider()
    for name, value in {
        "OPENAI_API_KEY": "sk-scripted",
        "OPENAI_BASE_URL": made.url,
        "OPENAI_MODEL": "scripted",
        "AI_BURST_PER_MINUTE": "0",
        "AI_DEADLINE_SECONDS": "2",
    }.items():
        monkeypatch.setenv(name, value)
    settings.forget()
    yield made
    made.close()


class Asker:
    """A member who asks."""

    def __init__(self, member: Member, module: str = PREVIEW):
        self.member = member
        self.module = module

    def ask(self, question: str = QUESTION, **more: Any) -> Answer:
        """Ask, and take the answer as JSON."""
        body = {"module": self.module, "question": question, **more}
        return call(ask_ai.handler, "POST", "/ask-ai", token=self.member.token, json_body=body)

    def stream(self, question: str = QUESTION, **more: Any) -> dict[str, Any]:
        """Ask, and return the Lambda result, whose body is the stream."""
        body = json.dumps({"module": self.module, "question": question, **more}).encode()
        headers = {"authorization": f"Bearer {self.member.token}", "accept": "text/event-stream"}
        return ask_ai.handler(event("POST", "/ask-ai", headers=headers, body=body), None)

    def events(self, question: str = QUESTION, **more: Any) -> list[tuple[str, Any]]:
        """Ask, and return the events of the whole stream."""
        return parsed(b"".join(self.stream(question, **more)["body"]))

    def conversations(self) -> Answer:
        """Ask for one's own conversations."""
        return call(ask_ai.handler, "GET", f"/ask-ai?module={self.module}", token=self.member.token)

    def answer_case(self, answer: str, case_id: str = PREVIEW_CASE) -> Answer:
        """Commit an answer to the module's case."""
        body = {"module": self.module, "case_id": case_id, "answer": answer}
        return call(answer_case.handler, "POST", "/answer-case", token=self.member.token, json_body=body)


def parsed(stream: bytes) -> list[tuple[str, Any]]:
    """Return a stream's events as name and data."""
    parts = [part.split("\n") for part in stream.decode().split("\n\n") if part]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in parts]


@pytest.fixture
def asker(provider: Provider, member: Callable[..., Member]) -> Callable[..., Asker]:
    """Make an asker: `asker()` free in the preview module, `asker(paid=True, module=PAID)` behind the wall."""

    def make(*, paid: bool = False, module: str = PREVIEW) -> Asker:
        return Asker(member(paid=paid), module)

    return make


@pytest.fixture
def rows(functions: Database) -> Callable[..., list[tuple[Any, ...]]]:
    """Ask the module's database as its owner."""

    def ask(query: str, *parameters: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(functions.url("postgres")) as connection:
            return connection.execute(query.encode(), parameters).fetchall()

    return ask


@pytest.fixture
def setting(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Change a setting."""

    def change(name: str, value: str) -> None:
        monkeypatch.setenv(name, value)
        settings.forget()

    return change
