"""Postgres' own log: whatever fails, no word that anybody sent is in it."""

import base64
import hmac
import json
import time
import uuid
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
import pytest
from psycopg import sql

import shared.database
from netlify.standins.openai.app import create_app as create_openai
from shared import settings
from shared.statements import Statement
from tests.integration.access.cast import Cast, make_cast
from tests.integration.access.test_routes import ROWS, SETTINGS, Row
from tests.support import functions as every
from tests.support.courses import load_rows, write_course
from tests.support.databases import Cluster, Database
from tests.support.events import call
from tests.support.stripe_stand_in import running, stand_in, webhook_receiver
from tests.support.tokens import Issuer

ACTORS = ("anonymous", "free", "paid")
LEAST_FAILURES = 400
# Every statement that touches anything fails for want of a right; who is erased and who may log in stays as it is.
SABOTAGE = """
    do $$
    declare denied regprocedure;
    begin
      for denied in select p.oid from pg_proc as p where p.pronamespace = 'masterclass'::regnamespace
                       and p.proname not in ('require_living_reader') loop
        execute format('revoke all on routine %s from public, anon, authenticated, masterclass_payments, '
                       'masterclass_jobs, masterclass_functions', denied);
      end loop;
    end $$;
    revoke all on all tables in schema masterclass from anon, authenticated, masterclass_payments, masterclass_jobs;
"""


class Words:
    """Hands out words that nobody has said before, and remembers them."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def __call__(self) -> str:
        """Return a new word."""
        self.sent.append("zq" + uuid.uuid4().hex[:12])
        return self.sent[-1]

    def found_in(self, text: str) -> list[str]:
        """Return those of the words that are in `text`."""
        return [word for word in self.sent if word in text]


class Log:
    """What Postgres has written since this began to listen."""

    def __init__(self, file: Path):
        self._file = file
        self._from = file.stat().st_size

    def text(self) -> str:
        """Return it; the log is written by the server itself, before the client hears of the failure."""
        with self._file.open("rb") as log:
            log.seek(self._from)
            return log.read().decode("utf-8", "replace")


@pytest.fixture(scope="module", autouse=True)
def course(database: Database, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The small course of tests/support/courses.py."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))


@pytest.fixture
def scene(functions: Database, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Generator[Cast]:
    """A cast of members with things of their own, a shop and a guide; no limit on how fast they may ask."""
    with (
        webhook_receiver(lambda _body, _signature: 200) as url,
        stand_in(functions, url) as stripe,
        running(create_openai()) as port,
    ):
        openai = {"OPENAI_API_KEY": "local", "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"}
        for name, value in {**SETTINGS, **openai, "AI_BURST_PER_MINUTE": "0", "STRIPE_API_BASE": stripe.api}.items():
            monkeypatch.setenv(name, value)
        settings.forget()
        yield make_cast(functions, issuer)


def worded(value: Any, words: Words) -> Any:
    """Return a body with a new word in everything that is free text; ids and slugs are left as they are."""
    if isinstance(value, dict):
        return {name: _said(name, member, words) for name, member in cast("dict[str, Any]", value).items()}
    return value


def _said(name: str, value: Any, words: Words) -> Any:
    if name in {"question", "answer", "name"}:
        return f"{value} {words()}'; select '{words()}"
    if name == "chosen":
        return [words()]
    if isinstance(value, list):
        return [worded(item, words) for item in cast("list[Any]", value)]
    return value


def ask(row: Row, people: Cast, actor: str, words: Words, *, unknown: bool) -> int:
    """Send the row's request with words of the actor's own; `unknown`: about things that there are not, too."""
    method, path = row.route.split(" ")
    address = people.filled(row.ask).replace("?", f"?said={words()}&") if "?" in row.ask else people.filled(row.ask)
    body = worded(people.filled(row.body), words)
    if unknown:
        parts = [
            part if part == path.split("/")[number] else words()
            for number, part in enumerate(address.partition("?")[0].split("/"))
        ]
        address = "/".join(parts) + f"?module={words()}&practice={words()}"
        body = (
            {name: words() if name in {"module", "block", "case_id"} else value for name, value in body.items()}
            if body
            else body
        )
    handler = every.handler_of(path.split("/")[1])
    return call(handler, method, address, token=people.token(actor), json_body=body).status


def signed_requests(words: Words) -> Iterator[tuple[str, bytes, Mapping[str, str]]]:
    """Yield signed calls of the sign-up hook and of Stripe's, full of words."""
    stamp = int(time.time())
    hook = json.dumps(
        {
            "metadata": {
                "uuid": str(uuid.uuid4()),
                "time": "2026-11-24T08:00:00Z",
                "name": "before-user-created",
                "ip_address": "127.0.0.1",
            },
            "user": {
                "id": str(uuid.uuid4()),
                "aud": "authenticated",
                "role": "",
                "email": f"{words()}@example.com",
                "phone": "",
                "app_metadata": {"provider": "email"},
                "user_metadata": {"name": words()},
                "identities": [],
                "is_anonymous": False,
                "created_at": "0001-01-01T00:00:00Z",
                "updated_at": "0001-01-01T00:00:00Z",
            },
        }
    ).encode()
    key = base64.b64decode(SETTINGS["SIGNUP_HOOK_SECRET"].removeprefix("v1,whsec_"))
    digest = base64.b64encode(hmac.digest(key, f"msg_1.{stamp}.".encode() + hook, "sha256")).decode()
    yield (
        "signup-hook",
        hook,
        {"webhook-id": "msg_1", "webhook-timestamp": str(stamp), "webhook-signature": f"v1,{digest}"},
    )
    dispute = {"id": words(), "object": "dispute", "payment_intent": words(), "charge": words(), "status": "lost"}
    event = json.dumps(
        {
            "id": words(),
            "object": "event",
            "type": "charge.dispute.closed",
            "created": stamp,
            "livemode": False,
            "data": {"object": dispute},
        }
    ).encode()
    secret = SETTINGS["STRIPE_WEBHOOK_SECRET"].encode()
    proof = hmac.new(secret, f"{stamp}.".encode() + event, "sha256").hexdigest()
    yield "stripe-webhook", event, {"stripe-signature": f"t={stamp},v1={proof}"}


def ask_everything(people: Cast, words: Words) -> list[int]:
    """Send every request of every route's table, each as several people, and return the failures' statuses."""
    statuses = [
        ask(row, people, actor, words, unknown=unknown)
        for row in ROWS
        for actor in ACTORS
        for unknown in (False, True)
        if row.route != "DELETE /account"
    ]
    for name, body, headers in signed_requests(words):
        statuses.append(call(every.handler_of(name), "POST", f"/{name}", body=body, headers=headers).status)
    return [status for status in statuses if status >= 400]


def test_no_word_that_was_sent_is_in_postgres_log(cluster: Cluster, scene: Cast, functions: Database) -> None:
    """Hundreds of requests over every route, refused or failing in their statements: the log has the failures alone."""
    log, words = Log(cluster.log), Words()
    failures = ask_everything(scene, words)
    functions.execute(SABOTAGE)
    failures += ask_everything(scene, words)
    written = log.text()
    assert len(failures) > LEAST_FAILURES
    assert written.count("STATEMENT:") > 100, "the wall is only a wall where statements failed"
    assert failures.count(500) > 100
    assert words.found_in(written) == []


def test_the_wall_falls_when_values_are_written_into_the_text(
    cluster: Cluster, functions: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: one statement with its values in its text, failing as the others did, and the search finds the word."""

    def interpolated(query: LiteralString, parameters: Mapping[str, object] | None = None) -> Statement:
        values = {name: sql.Literal(value).as_string() for name, value in (parameters or {}).items()}
        return Statement((query % values).encode())

    log, words = Log(cluster.log), Words()
    monkeypatch.setattr(shared.database, "bind", interpolated)
    with pytest.raises(psycopg.errors.UndefinedTable):
        shared.database.one_trip(shared.database.ANYONE).execute(
            "select %(said)s from masterclass.none", {"said": words()}
        )
    assert words.found_in(log.text()) == words.sent
