"""A world with the course, members who ask, and a scripted provider; and the ledger, audited afterwards."""

import contextlib
import json
import os
import time
from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from functions import ask_ai
from shared import settings
from shared.guidance import sdk
from tests.prove.world import world
from tests.support.courses import load_rows
from tests.support.databases import Database
from tests.support.events import answer, call, event
from tests.support.members import Member, make_member
from tests.support.provider import Provider, Script
from tests.support.tokens import Issuer

COURSE = Path(__file__).resolve().parents[3] / "sql" / "course"
PREVIEW = "cash-flow-and-net-worth"
COUNTED = frozenset({"complete", "limited", "left"})


class Call(NamedTuple):
    """One question: whose, what status it got, how it ended ('' when refused) and how long it took."""

    member_id: str
    status: int
    ending: str
    seconds: float


class Asking:
    """Members, provider and database."""

    def __init__(self, database: Database, issuer: Issuer, members: Sequence[Member], provider: Provider):
        self.database = database
        self.issuer = issuer
        self.members = members
        self.provider = provider

    def ask(self, member: Member, question: str, *, as_stream: bool = False, leave_after: int = 0, **more: Any) -> Call:
        """Ask once; with `leave_after`, close the stream after so many events."""
        body = json.dumps({"module": PREVIEW, "question": question, **more}).encode()
        headers = {"authorization": f"Bearer {member.token}"} | ({"accept": "text/event-stream"} if as_stream else {})
        started = time.monotonic()
        result = ask_ai.handler(event("POST", "/ask-ai", headers=headers, body=body), None)
        if isinstance(result.get("body"), str):
            got = answer(result)
            ending = got.json.get("status", "") if got.status == 200 else ""
        else:
            ending = _read(result["body"], leave_after)
        return Call(member.id, result["statusCode"], ending, time.monotonic() - started)

    def warm(self) -> None:
        """Let this instance connect, one of many: what is proved is not how many can connect at once."""
        for _ in range(20):
            if call(ask_ai.handler, "GET", f"/ask-ai?module={PREVIEW}", token=self.members[0].token).status == 200:
                return
        raise AssertionError("no connection to be had")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database as its owner."""
        with psycopg.connect(self.database.url("postgres")) as connection:
            return connection.execute(query.encode()).fetchall()

    def drift(self, calls: Iterable[Call]) -> dict[str, int]:
        """Return by how much the ledger differs from what happened, each kind of difference by itself."""
        everything = list(calls)
        counted = Counter(one.member_id for one in everything if one.ending in COUNTED)
        kept = sum(one.ending != "" for one in everything)
        usage = self.rows("select user_id::text, reserved, settled, cost_microusd from masterclass.ai_usage")
        spend = self.rows("select reserved_microusd, settled_microusd from masterclass.ai_spend")
        messages = self.rows("select role, status from masterclass.messages")
        return {
            "counted": sum(abs(settled - counted[user]) for user, _, settled, _ in usage),
            "reserved": sum(reserved for _, reserved, _, _ in usage) + sum(held for held, _ in spend),
            "spend": abs(sum(settled for _, settled in spend) - sum(cost for *_, cost in usage)),
            "reservations": len(self.rows("select 1 from masterclass.ai_reservations")),
            "pending": sum(status == "pending" for _, status in messages),
            "messages": abs(len(messages) - 2 * kept),
        }


def _read(stream: Generator[bytes], leave_after: int) -> str:
    """Read a stream to its end, or for so many events; return how it ended."""
    ending = "cut"
    for number, chunk in enumerate(stream, 1):
        if chunk.startswith(b"event: done"):
            ending = json.loads(chunk.partition(b"data: ")[2])["status"]
        if number == leave_after and not chunk.startswith(b"event: done"):
            stream.close()
            return "left"
    return ending


@contextlib.contextmanager
def asking(
    members: int, *, deadline: float, quota: int, script: Script, postgres: Mapping[str, str] | None = None
) -> Generator[Asking]:
    """Make such a world; the burst limit is off, and the first member has asked for nothing yet."""
    sdk.load()
    with world(postgres) as made:
        load_rows(made.database, COURSE)
        provider = Provider(script)
        os.environ |= {  # noqa: TID251 (the settings under test)
            "OPENAI_API_KEY": "sk-scripted",
            "OPENAI_BASE_URL": provider.url,
            "OPENAI_MODEL": "scripted",
            "AI_BURST_PER_MINUTE": "0",
            "AI_DEADLINE_SECONDS": str(deadline),
            "AI_DAILY_SPEND_DOLLARS": "1000",
            "AI_DAILY_QUESTIONS_FREE": str(quota),
            "AI_DAILY_QUESTIONS_FULL": str(quota),
        }
        settings.forget()
        people = [make_member(made.database, made.issuer) for _ in range(members)]
        made_world = Asking(made.database, made.issuer, people, provider)
        made_world.warm()  # the keys that verify tokens are here now
        try:
            yield made_world
        finally:
            provider.close()
            for name in (
                "AI_BURST_PER_MINUTE",
                "AI_DEADLINE_SECONDS",
                "AI_DAILY_SPEND_DOLLARS",
                "AI_DAILY_QUESTIONS_FREE",
                "AI_DAILY_QUESTIONS_FULL",
            ):
                os.environ.pop(name)  # noqa: TID251
            settings.forget()
