"""What a call leaves for the watch: rows for failures and alerts, and nothing where all is well."""

import time
from collections.abc import Generator

import psycopg
import pytest

import shared.database
from shared import logs, settings
from shared.problems import Problem, Unavailable
from shared.routes import GET
from shared.web import Function, Request, Response, function
from tests.support.databases import Database
from tests.support.events import call
from tests.support.functions import handler_of


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query, as the superuser."""
    with psycopg.connect(database.url("supabase_admin")) as connection:
        return connection.execute(query.encode()).fetchall()


def failures(database: Database) -> list[tuple[object, ...]]:
    """Return what `failures` holds of a request."""
    return rows(database, "select function, method, status, request_id from masterclass.failures order by id")


@pytest.fixture(autouse=True)
def empty(functions: Database) -> None:
    """Nothing was noted yet."""
    functions.execute("truncate masterclass.failures, masterclass.alerts")


def answering(answer: Response | Exception, seconds: float = 0.0, slow_seconds: float = 2.0) -> Function:
    """Return a function that answers so, after so long."""

    def endpoint(_: Request) -> Response:
        time.sleep(seconds)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return function([GET("/", endpoint, who="anyone")], slow_seconds=slow_seconds)


def streamed() -> Generator[bytes]:
    """A stream that raises an alert on its way."""
    yield b"a"
    logs.alert("guide-key-refused", status=401)
    yield b"b"


@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (answering(RuntimeError("secret@example.com")), 500),
        (answering(Unavailable()), 503),
        (answering(Response(), seconds=0.02, slow_seconds=0.01), 200),
    ],
)
def test_what_fails_or_is_slow_leaves_a_row(functions: Database, handler: Function, status: int) -> None:
    """One row with function, method, status and request id; nothing of what was sent."""
    assert call(handler, "GET", "/media/?who=secret@example.com").status == status
    assert failures(functions) == [("media", "GET", status, "test-request")]


@pytest.mark.parametrize("answer", [Response(), Problem("refused") and Response(status=404), Response(status=429)])
def test_what_goes_well_or_is_refused_leaves_none(functions: Database, answer: Response) -> None:
    """A good answer and a refusal write nothing, and ask the database nothing."""
    shared.database.close()
    call(answering(answer), "GET", "/media")
    assert failures(functions) == []
    assert rows(functions, "select count(*) from pg_stat_activity where usename = 'masterclass_functions'") == [(0,)]


def test_an_alert_is_a_line_and_a_row(functions: Database, capsys: pytest.CaptureFixture[str]) -> None:
    """What a call raises stands in `alerts` when it has answered: once a name, with what it is about, counted on."""

    def endpoint(_: Request) -> Response:
        logs.alert("payment-second", about="pay_1")
        logs.alert("payment-second", about="pay_2")
        logs.alert("checkout-refused", parameter="price", code="archived")
        return Response()

    handler = function([GET("/", endpoint, who="anyone")])
    call(handler, "GET", "/checkout")
    call(handler, "GET", "/checkout")
    assert capsys.readouterr().out.count('"alert":"payment-second"') == 4
    found = rows(functions, "select name, state, objects, detail, times from masterclass.alerts order by name")
    assert found == [
        ("checkout-refused", "open", [], "parameter price, code archived", 2),
        ("payment-second", "open", ["pay_1", "pay_2"], "", 2),
    ]


def test_an_alert_of_a_stream_is_a_row_when_it_ends(functions: Database) -> None:
    """What is raised while an answer is streamed is written down after its last piece."""
    answer = call(answering(Response(streamed())), "GET", "/ask-ai")
    assert answer.body == b"ab"
    assert rows(functions, "select name, detail from masterclass.alerts") == [("guide-key-refused", "status 401")]


@pytest.mark.parametrize("name", ["stripe-webhook", "signup-hook"])
def test_a_bad_signature_is_noted(functions: Database, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What is signed by nobody raises an alert each time, in one row."""
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "whsec_test")
    monkeypatch.setenv("SIGNUP_HOOK_SECRET", "v1,whsec_" + "A" * 32)
    settings.forget()
    for _ in range(3):
        assert call(handler_of(name), "POST", f"/{name}", json_body={}).status in {400, 401}
    assert rows(functions, "select name, times from masterclass.alerts") == [("signature-refused", 3)]


def test_with_the_database_away_the_answer_waits_for_nothing(
    functions: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A 503 of a database that is away is answered at once: nobody tries to write to it."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
    settings.forget()
    shared.database.close()
    assert call(handler_of("list-modules"), "GET", "/list-modules").status == 503
    assert '"unwritten"' not in capsys.readouterr().out
    assert failures(functions) == []
