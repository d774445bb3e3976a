"""What is malformed, too much or badly timed: always an answer, never a fault, and nothing in the logs."""

import json
import logging
from typing import Any

import pytest

from netlify.standins.supabase_auth.settings import Limits
from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, bearer, new_address, serve
from tests.support.databases import Database

PATHS = [
    "signup",
    "otp",
    "magiclink",
    "recover",
    "resend",
    "verify",
    "token?grant_type=password",
    "token?grant_type=refresh_token",
    "token?grant_type=pkce",
]
BODIES = {
    "empty": b"",
    "truncated": b'{"email": "a',
    "no object": b"[]",
    "null": b"null",
    "a word": b'"email"',
    "not UTF-8": b'{"email": "\xff\xfe@example.com"}',
    "NUL": b'{"email": "a@example.com", "password": "secret\\u0000", "type": "signup", "token": "\\u0000"}',
    "lone surrogate": b'{"email": "a@example.com", "data": {"\\ud800": 1}, "type": "signup"}',
    "NaN": b'{"email": "a@example.com", "data": {"x": NaN}}',
    "1e400": b'{"email": "a@example.com", "data": {"x": 1e400}}',
    "10^400": b'{"email": "a@example.com", "data": {"x": 1' + b"0" * 400 + b"}}",
    "very long number": b'{"x": 1' + b"0" * 5000 + b"}",
    "deep": b'{"data": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "wrong types": b'{"email": 1, "type": [], "refresh_token": {}, "auth_code": true, "code_challenge": 5}',
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", BODIES)
def test_malformed_bodies(auth: AuthServer, path: str, kind: str) -> None:
    """Every malformed body is bad JSON, everywhere."""
    answer = auth.http.post(path, content=BODIES[kind], headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (400, "bad_json")


@pytest.mark.parametrize("path", PATHS)
def test_a_body_that_is_too_large(auth: AuthServer, path: str) -> None:
    """More than a megabyte is 413."""
    answer = auth.http.post(path, content=b'{"email": "' + b"a" * (1 << 20) + b'"}')
    assert (answer.status_code, answer.json()["error_code"]) == (413, "request_entity_too_large")


def test_odd_but_valid_data_is_kept(auth: AuthServer) -> None:
    """Whatever JSON Postgres can hold about oneself comes back as it was."""
    data: dict[str, Any] = {
        "name": "Ada \U0001f469\u200d\U0001f4bb '; drop table auth.users",
        "n": 10**299,
        "": [],
        "deep": [[[1.5]]],
    }
    user = auth.sign_up(data=data)
    assert {key: user["user_metadata"][key] for key in data} == data


def test_odd_passwords(auth: AuthServer) -> None:
    """Any 6 to 72 bytes of text are a password."""
    for password in ("pass word", "\u00e9\u00e9\u00e9", "\U0001f511" * 18, "'; -- \\ %s"):
        email = new_address()
        assert auth.post("signup", {"email": email, "password": password}).status_code == 200
        auth.post("verify", {"type": "signup", "token_hash": auth.mail(email).token})
        assert auth.post("token?grant_type=password", {"email": email, "password": password}).status_code == 200
        longer = auth.post("token?grant_type=password", {"email": email, "password": password + "x" * 72})
        assert longer.json()["error_code"] == "invalid_credentials"


@pytest.mark.parametrize(
    ("limits", "path", "body"),
    [
        (Limits(codes=2), "recover", {"email": "nobody@example.com"}),
        (Limits(verifications=2), "verify", {"type": "signup", "token_hash": "x"}),
        (Limits(tokens=2), "token?grant_type=password", {"email": "nobody@example.com", "password": "x"}),
    ],
)
def test_too_many_requests(database: Database, limits: Limits, path: str, body: dict[str, str]) -> None:
    """One address may ask so often, then it is 429 with the code a client knows, and without a Retry-After."""
    with serve(database, limits=limits) as auth:
        answers = [auth.post(path, body) for _ in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert answers[2].json()["error_code"] == "over_request_rate_limit"
    assert "retry-after" not in answers[2].headers


def test_too_many_mails(database: Database) -> None:
    """The service sends so many mails an hour, then it is 429, and nobody is made without one."""
    with serve(database, limits=Limits(mails=1)) as auth:
        auth.sign_up()
        email = new_address()
        answer = auth.post("signup", {"email": email, "password": PASSWORD})
        assert (answer.status_code, answer.json()["error_code"]) == (429, "over_email_send_rate_limit")
        assert auth.query("select from auth.users where email = %s", [email]) == []


def test_mails_to_one_person_keep_their_distance(database: Database) -> None:
    """Where a pause is set, the second mail of a kind is refused with the seconds that are left."""
    email = new_address()
    with serve(database, mail_interval_seconds=60) as auth:
        auth.sign_up(email)
        answer = auth.post("resend", {"type": "signup", "email": email})
        assert (answer.status_code, answer.json()["error_code"]) == (429, "over_email_send_rate_limit")
        assert answer.json()["msg"].startswith("For security purposes, you can only request this after 5")


def test_the_service_survives_the_loss_of_its_connections(auth: AuthServer) -> None:
    """Every connection killed at once costs at most requests that say 503, and then it works again."""
    session = auth.member()
    auth.database.execute(
        """
        select pg_terminate_backend(pid)
          from pg_stat_activity
         where datname = current_database()
           and pid <> pg_backend_pid()
        """
    )
    statuses = [auth.http.get("user", headers=bearer(session)).status_code for _ in range(3)]
    assert set(statuses) <= {200, 503}
    assert statuses[-1] == 200


def test_a_fault_in_the_database_is_told_to_nobody(auth: AuthServer, caplog: pytest.LogCaptureFixture) -> None:
    """A fault answers 500 without its cause, and the log has its kind alone: Postgres quotes the failing row."""
    email = new_address()
    session = auth.member(email)
    token = session["refresh_token"]
    with caplog.at_level(logging.DEBUG):
        auth.database.execute("alter table auth.users add constraint never check (false) not valid")
        try:
            answer = auth.post("token?grant_type=password", {"email": email, "password": PASSWORD})
        finally:
            auth.database.execute("alter table auth.users drop constraint never")
        auth.post("token?grant_type=refresh_token", {"refresh_token": token})
    assert (answer.status_code, answer.json()["error_code"]) == (500, "unexpected_failure")
    assert "CheckViolation" in caplog.text
    ours = json.dumps([record.getMessage() for record in caplog.records if not record.name.startswith("http")])
    for secret in (email, PASSWORD, token, session["access_token"]):
        assert secret not in ours
