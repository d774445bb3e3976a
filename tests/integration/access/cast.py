"""Who asks and what there is to ask for: members of every kind, and things of theirs that others may try to reach."""

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import psycopg

from functions import account, ask_ai, checkout, get_quiz, submit_quiz
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member, make_member
from tests.support.tokens import Issuer

ACTORS = ("anonymous", "free", "other free", "paid", "other paid", "deleted")
PREVIEW, PAID = "cash-flow", "insurance"
NONE = "00000000-0000-4000-8000-000000000000"
PLACEHOLDER = re.compile(r"\{([a-z .]+)\}")


class Cast(NamedTuple):
    """The members of one scene; whoever is deleted still holds a token that verifies."""

    database: Database
    members: Mapping[str, Member]
    made: dict[str, str]

    def token(self, actor: str) -> str:
        """Return the actor's access token; anonymous has none."""
        return self.members[actor].token if actor in self.members else ""

    def filled(self, wanted: Any) -> Any:
        """Return `wanted`, a path or a body, with every `{placeholder}` replaced by what it stands for."""
        if isinstance(wanted, str):
            return PLACEHOLDER.sub(lambda found: self.thing(found[1]), wanted)
        if isinstance(wanted, Mapping):
            return {name: self.filled(value) for name, value in wanted.items()}  # pyright: ignore[reportUnknownVariableType] (any JSON)
        return [self.filled(value) for value in wanted] if isinstance(wanted, list) else wanted  # pyright: ignore[reportUnknownVariableType] (any JSON)

    def thing(self, name: str) -> str:
        """Return what a placeholder stands for: `none`, `new`, something of the course, or `<actor>.<thing>`."""
        if name == "new":
            return str(uuid.uuid4())
        if name not in self.made:
            owner, dot, kind = name.partition(".")
            self.made[name] = OWNED[kind](self.members[owner]) if dot else COURSE[name](self)
        return self.made[name]


def make_cast(database: Database, issuer: Issuer) -> Cast:
    """Sign everybody up; one of them erases themselves."""
    members = {actor: make_member(database, issuer, paid="paid" in actor) for actor in ACTORS[1:]}
    erased = call(account.handler, "DELETE", "/account", token=members["deleted"].token)
    assert erased.status == 204
    return Cast(database, members, {"none": NONE})


def _one(cast: Cast, query: str) -> str:
    with psycopg.connect(cast.database.url("postgres")) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None, query
    return str(row[0])


def _question(module: str) -> Callable[[Cast], str]:
    return lambda cast: _one(
        cast,
        "select q.id from masterclass.quiz_questions as q join masterclass.content_modules as m on m.id = q.module_id"
        f" where m.slug = '{module}' and q.kind = 'single' and q.retired_at is null",
    )


def _picture(module: str) -> Callable[[Cast], str]:
    return lambda cast: _one(
        cast,
        "select f.id from masterclass.media as f join masterclass.content_modules as m on m.id = f.module_id"
        f" where m.slug = '{module}' limit 1",
    )


def _attempt(member: Member) -> str:
    """Begin an attempt at the preview quiz."""
    attempt_id = str(uuid.uuid4())
    quiz = call(get_quiz.handler, "GET", f"/get-quiz/{PREVIEW}", token=member.token).json
    single = next(question["id"] for question in quiz["questions"] if question["kind"] == "single")
    body = {"module": PREVIEW, "attempt_id": attempt_id, "answers": [{"question_id": single, "chosen": ["a"]}]}
    assert call(submit_quiz.handler, "POST", "/submit-quiz", token=member.token, json_body=body).status == 200
    return attempt_id


def _conversation(member: Member) -> str:
    """Ask the guide something."""
    body = {"module": PREVIEW, "question": "What is a saving rate?"}
    answered = call(ask_ai.handler, "POST", "/ask-ai", token=member.token, json_body=body)
    assert answered.status == 200, answered.body
    return answered.json["conversation_id"]


def _certificate(cast: Cast) -> str:
    """Hand somebody a certificate."""
    return _one(
        cast,
        "insert into masterclass.certificates (code, user_id, name, course, course_version, minutes, modules)"
        f" values ('A1B2-C3D4-E5F6', '{cast.members['paid'].id}', 'Ann Lee', 'A course', '1', 75, '[]')"
        " on conflict (code) do update set user_id = excluded.user_id returning code",
    )


def _payment(cast: Cast) -> str:
    """Return what somebody paid for themselves."""
    mine = f"user_id = '{cast.members['paid'].id}' and seats is null"
    return _one(cast, f"select id from masterclass.payments where {mine} order by created_at limit 1")


def _pack(cast: Cast) -> str:
    """Let somebody have bought seats."""
    return _one(
        cast,
        "insert into masterclass.payments (user_id, stripe_payment_id, amount_minor, currency, paid_at, seats)"
        f" values ('{cast.members['paid'].id}', 'pi_pack', 19950000, 'usd', now(), 500)"
        " on conflict (stripe_payment_id) do update set user_id = excluded.user_id returning id",
    )


def _seat(cast: Cast) -> str:
    """Give a seat of theirs to somebody who has not signed up."""
    return _one(
        cast,
        "insert into masterclass.access_grants (email, reason, granted_by, payment_id)"
        f" values ('{uuid.uuid4()}@example.com', 'a seat', 'test', '{cast.thing('pack')}') returning id",
    )


def _session(member: Member) -> str:
    """Begin to pay."""
    made = call(checkout.handler, "POST", "/checkout", token=member.token)
    assert made.status == 201, made.body
    return made.json["checkout_session_id"]


# Things of the course, and things of a member's. A new kind of thing is added here.
COURSE: Mapping[str, Callable[[Cast], str]] = {
    "question": _question(PREVIEW),
    "paid question": _question(PAID),
    "picture": _picture(PREVIEW),
    "paid picture": _picture(PAID),
    "certificate": _certificate,
    "payment": _payment,
    "pack": _pack,
    "seat": _seat,
}
OWNED: Mapping[str, Callable[[Member], str]] = {
    "attempt": _attempt,
    "conversation": _conversation,
    "session": _session,
}
