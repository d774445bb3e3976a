"""Asking the real function about the real course, in a database that is thrown away afterwards."""

import contextlib
from collections.abc import Generator

import psycopg

from functions import ask_ai
from tests.evaluate.judge import Case, Given
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member, make_member
from tests.support.tokens import Issuer


class Guide:
    """The guide as a member with full access meets it; each case is asked by somebody new."""

    def __init__(self, database: Database, issuer: Issuer):
        self._database = database
        self._issuer = issuer

    def ask(self, case: Case) -> Given:
        """Ask, with the case's injection planted in its lesson meanwhile."""
        member = make_member(self._database, self._issuer, paid=True)
        with self._planted(case):
            return self._answer(member, case)

    def _answer(self, member: Member, case: Case) -> Given:
        body = {"module": case.module, "question": case.question}
        answer = call(ask_ai.handler, "POST", "/ask-ai", token=member.token, json_body=body)
        if answer.status != 200:
            return Given(answer.status, "", [])
        return Given(200, answer.json["answer"], [cited["block"] for cited in answer.json["citations"]])

    @contextlib.contextmanager
    def _planted(self, case: Case) -> Generator[None]:
        if case.plant is None:
            yield
            return
        with psycopg.connect(self._database.url("postgres"), autocommit=True) as connection:
            key, planted = case.plant["block"], case.plant["text"]
            kept = connection.execute("select text from masterclass.content_blocks where key = %s", (key,)).fetchone()
            change = "update masterclass.content_blocks set text = %s where key = %s"
            connection.execute(change, (f"{planted} {kept[0] if kept else ''}", key))
            try:
                yield
            finally:
                connection.execute(change, (kept[0] if kept else "", key))
