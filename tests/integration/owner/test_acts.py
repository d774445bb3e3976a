"""POST owner/action and the same from the command line: effect and audit row or neither, and twice is once."""

import contextlib
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions import account, get_module, get_quiz
from functions import owner as owner_function
from tests.integration.learning.conftest import PAID, PREVIEW, RIGHT, WRONG, Student
from tests.integration.owner.conftest import Owner, Rows, Run
from tests.support.events import call
from tests.support.members import Member

Make = Callable[..., Member]
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
LATER = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()


def full(member: Member) -> bool:
    """Return whether the member has full access, as their account page is told."""
    return call(account.handler, "GET", "/account", token=member.token).json["access"]["full"]


def audit(rows: Rows, member: Member) -> list[tuple[Any, ...]]:
    """Return what was written down about a member."""
    return rows("select action, reason from masterclass.audit where user_id = %s order by id", member.id)


def acts(member: Member) -> list[dict[str, Any]]:
    """Return what the member's own export tells of support."""
    return call(account.handler, "GET", "/account/export", token=member.token).json["support"]["acts"]


def test_access_is_given_extended_and_withdrawn(owner: Owner, member: Make, rows: Rows) -> None:
    """Each act happens once however often it is asked for, is written down once, and is told in the export."""
    ann = member()
    for action, more, has in (
        ("grant", {"until": TOMORROW}, True),
        ("extend", {"until": LATER}, True),
        ("revoke", {}, False),
    ):
        first = owner.act(action, ann.email, f"why {action}", **more)
        assert (first.status, first.json["done"]) == (200, True), first.body
        again = owner.act(action, ann.email, f"why {action}", **more)
        assert again.json.get("done", False) is False
        assert full(ann) is has
    assert audit(rows, ann) == [(action, f"why {action}") for action in ("grant", "extend", "revoke")]
    assert [(one["action"], one["reason"]) for one in acts(ann)] == audit(rows, ann)
    assert acts(ann)[0]["detail"] == {"until": f"{TOMORROW}T23:59:59+00:00"}


def test_access_for_an_address_that_nobody_has_yet(owner: Owner, member: Make, rows: Rows) -> None:
    """An act for an address is told to whoever signs up with it."""
    assert owner.act("grant", "Later@Example.com", "a friend").json["done"] is True
    assert rows("select action from masterclass.audit where email = 'later@example.com'") == [("grant",)]
    ann = member()
    rows("update auth.users set email = 'later@example.com' where id = %s", ann.id)
    assert [one["reason"] for one in acts(ann)] == ["a friend"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "grant", "email": "ann@example.com"}, 422),
        ({"action": "grant", "reason": "r"}, 422),
        ({"action": "grant", "email": "ann@example.com", "reason": " "}, 422),
        ({"action": "grant", "email": "ann@example.com", "reason": "r", "until": "2020-01-01"}, 422),
        ({"action": "grant", "email": "ann@example.com", "reason": "r", "module": "cash-flow"}, 422),
        ({"action": "grant", "email": "no address", "reason": "r"}, 422),
        ({"action": "move", "email": "ann@example.com", "reason": "r"}, 422),
        ({"action": "quiz-reset", "email": "ann@example.com", "reason": "r"}, 422),
        ({"action": "erase", "email": "ann@example.com", "reason": "r"}, 422),
        ({"action": "export", "email": "ann@example.com", "reason": "r"}, 422),
        ({"action": "extend", "email": "ann@example.com", "reason": "r"}, 404),
        ({"action": "quiz-reset", "email": "nobody@example.com", "reason": "r", "module": "cash-flow"}, 404),
        ({"action": "move", "email": "nobody@example.com", "reason": "r", "to": "ann@example.com"}, 404),
        ({"action": "resend", "email": "nobody@example.com", "reason": "r"}, 404),
        ({"action": "refresh", "more": 1}, 422),
    ],
    ids=str,
)
def test_what_an_act_wants(owner: Owner, rows: Rows, body: dict[str, Any], status: int) -> None:
    """An act without its reason, with what does not belong to it, or for nobody is refused and leaves no trace."""
    before = rows("select count(*) from masterclass.audit")
    answer = call(owner_function.handler, "POST", "/owner/action", token=owner.member.token, json_body=body)
    assert answer.status == status, answer.body
    assert rows("select count(*) from masterclass.audit") == before


def test_a_quiz_is_reset(owner: Owner, member: Make, rows: Rows) -> None:
    """Limit and pause are lifted, an attempt under way is dropped, completed ones stay; what is passed stays passed."""
    ann = Student(member(), PREVIEW)
    rows(
        "update masterclass.content_modules set attempt_limit = 1, quiz_cooldown_minutes = 60 where slug = %s", PREVIEW
    )
    assert ann.submit(*WRONG).json["passed"] is False
    ann.again()
    assert ann.submit(*RIGHT).status == 409
    assert owner.act("quiz-reset", ann.member.email, module=PREVIEW).json["done"] is True
    assert owner.act("quiz-reset", ann.member.email, module=PREVIEW).json["done"] is False
    assert ann.submit(RIGHT[0]).status == 200
    assert owner.act("quiz-reset", ann.member.email, module=PREVIEW).json["done"] is True
    ann.again()
    assert ann.submit(*RIGHT).json["passed"] is True
    refused = owner.act("quiz-reset", ann.member.email, module=PREVIEW)
    assert (refused.status, refused.json["type"]) == (409, "/problems/conflict")
    assert owner.act("quiz-reset", ann.member.email, module="no-such").status == 404
    assert [action for action, _ in audit(rows, ann.member)] == ["quiz-reset", "quiz-reset"]
    assert rows("select count(*) from masterclass.quiz_attempts where user_id = %s", ann.member.id) == [(2,)]
    rows(
        "update masterclass.content_modules set attempt_limit = null, quiz_cooldown_minutes = 0 where slug = %s",
        PREVIEW,
    )


def test_everything_moves_to_the_new_account(owner: Owner, member: Make, rows: Rows) -> None:
    """Purchase, progress and certificate are the new account's; the old one is free and can be told so."""
    ann, new = Student(member(paid=True)), Student(member())
    code = ann.finish()
    new.at(PREVIEW).put("what-it-is", completed=True)
    moved = owner.act("move", ann.member.email, "She left her employer", to=new.member.email)
    assert moved.json == {"done": True, "says": "What the old account had is with the new one."}
    assert owner.act("move", ann.member.email, "She left her employer", to=new.member.email).json["done"] is False
    assert (full(ann.member), full(new.member)) == (False, True)
    assert new.certificate().json["code"] == code
    assert [one["state"] for one in new.progress()["modules"]] == ["completed"] * 3
    assert [one["state"] for one in ann.progress()["modules"]] == ["not_started"] * 3
    assert (audit(rows, ann.member), audit(rows, new.member)) == (
        [("move", "She left her employer")],
        [("moved-here", "She left her employer")],
    )
    assert call(get_module.handler, "GET", f"/get-module/{PAID}", token=ann.member.token).status == 402
    assert call(get_quiz.handler, "GET", f"/get-quiz/{PAID}", token=new.member.token).status == 200


def test_what_cannot_be_moved(owner: Owner, member: Make, rows: Rows) -> None:
    """Two who have paid, an address that nobody confirmed, and one account are refused in words; nothing changes."""
    ann, paid, unconfirmed = member(paid=True), member(paid=True), member(confirmed=False)
    for other, says in ((paid, "Both have paid"), (unconfirmed, "not confirmed"), (ann, "one account")):
        refused = owner.act("move", ann.email, to=other.email)
        assert (refused.status, says in refused.json["detail"]) == (409, True), refused.body
    assert full(ann)
    assert audit(rows, ann) == []


def test_grants_and_seats_move_with_their_address(owner: Owner, member: Make) -> None:
    """Complimentary access to an address follows the person to the new one."""
    ann, new = member(), member()
    assert owner.act("grant", ann.email, "a friend").json["done"]
    assert owner.act("move", ann.email, to=new.email).json["done"]
    assert (full(ann), full(new)) == (False, True)


def test_looking_somebody_up(owner: Owner, member: Make, rows: Rows) -> None:
    """A member is shown with why, what they see and what happened, without a word of theirs; and it is noted."""
    ann = Student(member(paid=True), PAID)
    ann.submit(*WRONG)
    ann.commit("A word of mine")
    shown = owner.look_up(ann.member.email, "&reason=she%20called")
    assert shown.status == 200
    assert (shown.json["access"]["full"], shown.json["access"]["because"][0][:8]) == (True, "You paid")
    assert {one["module"]: one["open"] for one in shown.json["sees"]} == dict.fromkeys(
        (PREVIEW, "student-loans", PAID), True
    )
    assert any("Completed the quiz" in event["what"] for event in shown.json["timeline"])
    assert "A word of mine" not in shown.body.decode()
    assert owner.look_up(ann.member.email.upper(), "&reason=she%20called").status == 200
    assert audit(rows, ann.member) == [("show", "she called")]
    assert [one["action"] for one in acts(ann.member)] == ["show"]
    for nobody in ("nobody@example.com", "", "no address", "x" * 600):
        assert owner.look_up(nobody).status == 404, nobody


def test_the_command_line_does_the_same(member: Make, run: Run, rows: Rows) -> None:
    """show, export, move, resets and erasure want a reason, do one thing and write it down."""
    ann, new = Student(member(paid=True)), member()
    ann.submit(WRONG[0])
    assert run("member", "show", ann.member.email, "--reason", "she called")[0] == 0
    assert run("quiz", "reset", ann.member.email, PREVIEW, "--reason", "a mistake")[0] == 0
    code, out, _ = run("member", "export", ann.member.email, "--reason", "she wants it")
    assert (code, '"exported_at"' in out, ann.member.email in out) == (0, True, True)
    assert run("member", "move", ann.member.email, new.email, "--reason", "one person")[0] == 0
    assert [action for action, _ in audit(rows, ann.member)] == ["show", "quiz-reset", "export", "move"]
    assert run("member", "erase", ann.member.email, "--reason", "she asked for it")[0] == 0
    assert rows("select count(*) from auth.users where id = %s", ann.member.id) == [(0,)]
    assert rows("select user_id, reason from masterclass.audit order by id desc limit 1") == [
        (None, "she asked for it")
    ]
    assert rows(
        "select distinct reason from masterclass.audit where user_id is null and action <> 'erase' and email is null"
    ) == [("erased with the member",)]
    assert run("member", "erase", ann.member.email, "--reason", "she asked for it")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("member", "erase", "ann@example.com"),
        ("member", "move", "ann@example.com", "new@example.com"),
        ("member", "move", "ann@example.com", "--reason", "r"),
        ("member", "resend", "ann@example.com"),
        ("quiz", "reset", "ann@example.com", "cash-flow"),
        ("access", "extend", "ann@example.com", "--until", "2099-01-01"),
        ("owner", "add"),
        ("owner",),
        ("member", "impersonate", "ann@example.com"),
    ],
    ids=" ".join,
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    """Without its reason, or with an act that is not there, the command line says how it is used, and exits with 2."""
    assert run(*arguments)[0] == 2


KILLED = """
create function masterclass.killed() returns trigger language plpgsql as
  $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
create trigger killed before insert on masterclass.audit for each row execute function masterclass.killed();
"""
STATE = """
select (select count(*) from masterclass.access_grants where revoked_at is null),
       (select count(expires_at) from masterclass.access_grants),
       (select count(*) from masterclass.quiz_attempts where user_id = %s),
       (select count(*) from auth.users), (select count(*) from masterclass.audit)
"""


@contextlib.contextmanager
def deadly(rows: Rows) -> Generator[None]:
    """Have whoever writes a record killed while they write it."""
    rows(KILLED)
    try:
        yield
    finally:
        rows("drop function masterclass.killed() cascade")


@pytest.mark.parametrize("action", ["grant", "extend", "revoke", "quiz-reset", "move"])
def test_killed_between_effect_and_record(owner: Owner, member: Make, rows: Rows, action: str) -> None:
    """Where the record cannot be written, nothing has happened; the next try does both."""
    ann, new = Student(member()), member()
    if action != "grant":
        owner.act("grant", ann.member.email, "a friend")
        ann.submit(WRONG[0])
    more = {"quiz-reset": {"module": PREVIEW}, "move": {"to": new.email}, "extend": {"until": LATER}}.get(action, {})
    before = rows(STATE, ann.member.id)
    with deadly(rows):
        assert owner.act(action, ann.member.email, **more).status == 503
    assert rows(STATE, ann.member.id) == before
    assert owner.act(action, ann.member.email, **more).json["done"] is True
    assert audit(rows, ann.member)[-1] == (action, "They asked by mail")


@pytest.mark.parametrize("command", ["show", "export", "erase"])
def test_killed_on_the_command_line(member: Make, run: Run, rows: Rows, command: str) -> None:
    """Nothing is shown, exported or erased without its record."""
    ann = member()
    before = rows(STATE, ann.id)
    with deadly(rows):
        code, out, _ = run("member", command, ann.email, "--reason", "she asked")
    assert (code, out, rows(STATE, ann.id)) == (1, "", before)
    assert run("member", command, ann.email, "--reason", "she asked")[0] == 0
