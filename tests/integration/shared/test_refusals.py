"""The database's refusals as those who asked meet them."""

import json
from collections.abc import Callable

import pytest

from functions import account
from shared import database
from shared.database import JOBS, one_trip, transaction
from shared.identity import identify
from shared.problems import NotFound, Problem
from shared.refusals import Refused
from shared.routes import GET
from shared.web import Request, Response, function
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member

PLANTED = """
    create or replace function masterclass.planted(code text, detail text) returns text
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$ begin
      update masterclass.course set title = 'changed';
      insert into masterclass.disputes values ('dp_refused', 'pi_1', 'lost');
      raise exception using errcode = code, message = 'planted', detail = detail;
    end $$;
    grant execute on function masterclass.planted(text, text) to authenticated;
"""


@pytest.fixture
def refuse(functions: Database, member: Callable[..., Member]) -> Callable[[str, str], Problem]:
    """Let the database refuse with a code and a detail, after it has written something."""
    functions.execute(PLANTED)
    reader = identify(f"Bearer {member().token}")

    def ask(code: str, detail: str) -> Problem:
        with pytest.raises(Problem) as refused:
            one_trip(reader).execute(
                "select masterclass.planted(%(code)s, %(detail)s)", {"code": code, "detail": detail}
            )
        return refused.value

    return ask


def test_a_refusal_writes_nothing(refuse: Callable[[str, str], Problem], functions: Database) -> None:
    """What a function had written before it refused is undone, and the connection goes on."""
    assert refuse("MC404", "{}").status == NotFound.status
    functions.execute("do $$ begin assert (select count(*) from masterclass.disputes) = 0; end $$")
    assert one_trip(JOBS).execute("select 1").fetchone() == (1,)


def test_a_refusal_becomes_its_problem(refuse: Callable[[str, str], Problem]) -> None:
    """Sentence, members and Retry-After come from the detail; what it lacks is left out."""
    used_up = refuse("MC432", '{"quota": 20, "seconds": 61, "remaining_today": 0}')
    assert isinstance(used_up, Refused)
    assert used_up.document("id") == {
        "type": "/problems/questions-used-up",
        "title": "Today's questions are used up",
        "status": 429,
        "detail": "You have asked your 20 questions of today. The count starts anew at midnight UTC.",
        "remaining_today": 0,
        "request_id": "id",
    }
    assert used_up.headers == {"retry-after": "61"}
    assert refuse("MC404", "").document("id").keys() == {"type", "title", "status", "request_id"}
    assert refuse("MC404", '{"says": "No such block."}').detail == "No such block."
    assert refuse("MC401", "").headers["www-authenticate"] == "Bearer"


def test_an_unknown_code_names_itself(
    functions: Database, member: Callable[..., Member], capsys: pytest.CaptureFixture[str]
) -> None:
    """A code that the table lacks is a 500 without a word of it, and the log says which it was."""
    functions.execute(PLANTED)

    def planted(request: Request) -> Response:
        with transaction(request.reader) as connection:
            connection.execute("select masterclass.planted('MC999', 'secret')")
        return Response()

    answer = call(function([GET("/", planted, who="member")]), "GET", "/planted", token=member().token)
    assert answer.status == 500
    assert answer.json["type"] == "/problems/internal-error"
    written = capsys.readouterr().out
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["sqlstate"] for line in lines if "failure" in line] == ["MC999"]
    assert "secret" not in answer.body.decode() + written


def test_a_use_that_is_refused_is_not_counted(functions: Database, member: Callable[..., Member]) -> None:
    """The export's limit: what is past it is a 429 with Retry-After and leaves the count where it was."""
    ann = member()
    statuses = [call(account.handler, "GET", "/account/export", token=ann.token).status for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    functions.execute(
        f"do $$ begin assert (select used from masterclass.member_limits where user_id = '{ann.id}') = 10; end $$"
    )


def test_whoever_is_banned_counts_as_signed_out(functions: Database, member: Callable[..., Member]) -> None:
    """A ban that lasts ends the session wherever it is looked up; one that is over does not."""
    ann = member()
    for until, status in (("now() + interval '1 day'", 401), ("now() - interval '1 day'", 200), ("null", 200)):
        functions.execute(f"update auth.users set banned_until = {until} where id = '{ann.id}'")
        assert call(account.handler, "GET", "/account/export", token=ann.token).status == status
    functions.execute(f"update auth.users set banned_until = 'infinity' where id = '{ann.id}'")
    assert call(account.handler, "DELETE", "/account", token=ann.token).status == 401
    database.close()
