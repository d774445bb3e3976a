"""Limits that hold: erasing resets none, and nobody fills the database."""

import secrets
import time
from collections.abc import Callable
from typing import Any

from functions import account, progress, study
from tests.integration.guidance.conftest import PREVIEW, QUESTION, Asker
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member, make_member
from tests.support.tokens import Issuer

# What lies in our tables, their long values and their indexes; not the maps that a vacuum may make at any moment.
SIZES = """
    with ours as (select c.oid, c.reltoastrelid from pg_class as c
                   where c.relnamespace = 'masterclass'::regnamespace and c.relkind in ('r', 'i')),
         all_of_them as (select oid from ours
                          union select reltoastrelid from ours where reltoastrelid <> 0
                          union select i.indexrelid from pg_index as i join ours on i.indrelid = ours.reltoastrelid)
    select oid::regclass::text, pg_relation_size(oid, 'main') from all_of_them
"""

# A GIN index keeps what was just written beside itself until a vacuum moves it in, whenever that comes: the course,
# loaded a moment ago, would be counted as the account's.
SETTLE = """
    select gin_clean_pending_list(c.oid)
      from pg_class as c
      join pg_am as a on a.oid = c.relam
     where a.amname = 'gin' and c.relnamespace = 'masterclass'::regnamespace
"""

Make = Callable[..., Asker]
Rows = Callable[..., list[tuple[Any, ...]]]


def erase(member: Member) -> None:
    """Erase the member as they would."""
    assert call(account.handler, "DELETE", "/account", token=member.token).status == 204


def test_three_rounds_of_erase_and_sign_up_are_one_day(asker: Make, functions: Database, issuer: Issuer) -> None:
    """However often an address is erased and signed up again, it has twenty questions a day in all."""
    ann = asker().member
    answered = 0
    for questions in (7, 7, 20):
        answered += [Asker(ann).ask().status for _ in range(questions)].count(200)
        erase(ann)
        ann = make_member(functions, issuer, email=ann.email)
    assert answered == 20
    refused = Asker(ann).ask()
    assert (refused.status, refused.json["remaining_today"]) == (429, 0)
    assert asker().ask().status == 200, "another address has its own"


def test_an_unconfirmed_account_takes_nothing_over(
    asker: Make, functions: Database, issuer: Issuer, rows: Rows
) -> None:
    """What an address has used outlives an account that somebody made and never confirmed; a day later it is gone."""
    ann = asker().member
    assert Asker(ann).ask().status == 200
    erase(ann)
    unconfirmed = make_member(functions, issuer, email=ann.email, confirmed=False)
    rows("delete from auth.users where id = %s returning 1", unconfirmed.id)
    again = make_member(functions, issuer, email=ann.email)
    assert Asker(again).conversations().json["remaining_today"] == 19
    assert all(ann.email not in str(kept) for kept in rows("select * from masterclass.lasting_limits"))
    rows("update masterclass.lasting_limits set window_start = now() - interval '25 hours' returning 1")
    erase(asker().member)
    assert rows("select count(*) from masterclass.lasting_limits") == [(0,)]


def test_other_counts_go_on_too(member: Callable[..., Member], functions: Database, issuer: Issuer) -> None:
    """Ten downloads an hour are ten, the account erased in between or not."""
    ann = member()
    for _ in range(10):
        assert call(account.handler, "GET", "/account/export", token=ann.token).status == 200
    erase(ann)
    ann = make_member(functions, issuer, email=ann.email)
    assert call(account.handler, "GET", "/account/export", token=ann.token).status == 429


def test_the_newest_questions_are_kept(asker: Make, rows: Rows, setting: Callable[[str, str], None]) -> None:
    """Of a conversation 50 questions with their answers are kept, of all 1,000; asking is never refused for that."""
    ann = asker()
    conversation = ann.ask().json["conversation_id"]
    fill = """
        insert into masterclass.messages (conversation_id, role, content, status)
        select %s, r, 'kept', 'complete' from generate_series(1, %s), unnest(array['user', 'assistant']) as r
        returning 1
    """
    rows(fill, conversation, 60)
    assert ann.ask(conversation_id=conversation).status == 200
    assert rows("select count(*) from masterclass.messages where conversation_id = %s", conversation) == [(100,)]
    old = ann.ask().json["conversation_id"]
    rows(fill, old, 1100)
    newest = ann.ask().json["conversation_id"]
    mine = "select count(*) from masterclass.messages join masterclass.conversations as c on c.id = conversation_id"
    assert rows(mine + " where user_id = %s", ann.member.id) == [(2000,)]
    left = rows("select id::text from masterclass.conversations where user_id = %s", ann.member.id)
    assert {row[0] for row in left} == {old, newest}


def test_twenty_answers_to_a_case_are_kept(asker: Make, rows: Rows) -> None:
    """The twenty-first is refused in words, the same one again is not, and the first stands."""
    ann = asker()
    for number in range(20):
        assert ann.answer_case(f"Answer {number}").status == 200
    refused = ann.answer_case("One more")
    assert (refused.status, "20 times" in refused.json["detail"]) == (409, True)
    assert ann.answer_case("Answer 19").status == 200
    assert rows("select count(*) from masterclass.case_answers where user_id = %s", ann.member.id) == [(20,)]


def write_everything(writer: Asker) -> set[int]:
    """Write once whatever a member can write, as large as it may be; return what was answered."""
    token, text = writer.member.token, secrets.token_hex(5000)
    page = {"entries": {f"a.k{number}": text[:3999] for number in range(5)}}
    inputs = {"inputs": {f"k{number}": secrets.randbelow(10**9) for number in range(40)}}
    place = {"module": PREVIEW, "block": "the-three-statements", "seconds": secrets.randbelow(9999)}
    return {
        writer.answer_case(text).status,
        writer.ask(f"{QUESTION} {text}"[:2000]).status,
        call(study.handler, "PUT", "/study/plan", token=token, json_body=page).status,
        call(study.handler, "PUT", f"/study/calculator/{PREVIEW}", token=token, json_body=inputs).status,
        call(progress.handler, "PUT", "/progress", token=token, json_body=place).status,
        call(account.handler, "PATCH", "/account", token=token, json_body={"name": text[:200]}).status,
    }


def write_for_two_windows(writer: Asker, rows: Rows) -> None:
    """Write whatever a member can, as fast as it goes, until refused, in two windows."""
    for _ in range(2):
        until, statuses = time.monotonic() + 1.5, set[int]()
        while time.monotonic() < until:
            statuses |= write_everything(writer)
        assert 429 in statuses
        rows("update masterclass.member_limits set window_start = now() - interval '2 minutes' returning 1")


def test_one_free_account_cannot_fill_the_database(
    asker: Make, rows: Rows, setting: Callable[[str, str], None]
) -> None:
    """Everything a free account can write, as fast as it goes, in two windows: under 200 kB; its export works.

    Somebody has done the same before: the first pages of each table and index are nobody's doing.
    """
    setting("AI_BURST_PER_MINUTE", "10")
    write_for_two_windows(asker(), rows)
    ann = asker()
    rows(SETTLE)
    before = dict(rows(SIZES))
    write_for_two_windows(ann, rows)
    grown = {name: size - before[name] for name, size in rows(SIZES) if size != before[name]}
    assert sum(grown.values()) < 200_000, grown
    assert call(account.handler, "GET", "/account/export", token=ann.member.token).status == 200
