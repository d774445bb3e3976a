"""The before-user-created hook: signed calls answered as Supabase Auth expects, everything else refused."""

import base64
import hmac
import json
import time
import uuid
from collections.abc import Mapping

import pytest

from functions.signup_hook import handler
from shared import settings
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.wire import wire

SECRET = "v1,whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OLD_SECRET = "v1,whsec_" + base64.b64encode(b"fedcba9876543210fedcba9876543210").decode()


@pytest.fixture(autouse=True)
def hook(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two secrets, because one is being replaced."""
    monkeypatch.setenv("SIGNUP_HOOK_SECRET", f"{OLD_SECRET}|{SECRET}")
    settings.forget()


def payload(**changed: object) -> dict[str, object]:
    """Return a hook call's body as Supabase Auth sends it."""
    return {
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
            "email": "ann@example.com",
            "phone": "",
            "app_metadata": {"provider": "email"},
            "user_metadata": {},
            "identities": [],
            "is_anonymous": False,
            "created_at": "0001-01-01T00:00:00Z",
            "updated_at": "0001-01-01T00:00:00Z",
        },
        **changed,
    }


def sign(body: bytes, secret: str = SECRET, stamp: int | None = None, message_id: str = "msg_1") -> dict[str, str]:
    """Return the Standard Webhooks headers for `body`."""
    stamp = int(time.time()) if stamp is None else stamp
    key = base64.b64decode(secret.removeprefix("v1,whsec_"))
    digest = hmac.digest(key, f"{message_id}.{stamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }


def send(body: Mapping[str, object] | bytes, headers: Mapping[str, str] | None = None) -> Answer:
    """Post `body` to the hook, signed unless headers are given."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return call(handler, "POST", "/signup-hook", body=raw, headers=headers or sign(raw))


def test_a_signed_call_is_allowed() -> None:
    """Without configured terms or domains everybody may sign up: 200 {} as JSON."""
    answer = send(payload())
    assert (answer.status, answer.json, answer.headers["content-type"]) == (200, {}, "application/json")


def test_any_configured_secret_and_any_signature_will_do() -> None:
    """The secret being replaced still counts, and one good signature among others, comma or space separated."""
    body = json.dumps(payload()).encode()
    assert send(body, sign(body, OLD_SECRET)).status == 200
    good = sign(body)
    for joined in (
        f"v1,AAAA {good['webhook-signature']}",
        f"v1,AAAA, {good['webhook-signature']}",
        f"{good['webhook-signature']}, v1,AAAA",
    ):
        assert send(body, {**good, "webhook-signature": joined}).status == 200


@pytest.mark.parametrize(
    "broken",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,not base64!"},
        {"webhook-signature": "v1,é"},
        {"webhook-signature": "v2,AAAA"},
        {"webhook-id": ""},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": "yesterday"},
        {"webhook-timestamp": "٣"},
        {"webhook-timestamp": "9" * 400},
    ],
)
def test_what_is_not_signed_is_401(broken: dict[str, str]) -> None:
    """A missing, foreign or damaged signature, id or stamp is refused without a trace of why."""
    body = json.dumps(payload()).encode()
    assert send(body, {**sign(body), **broken}).status == 401


@pytest.mark.parametrize(("shift", "status"), [(-299, 200), (299, 200), (-302, 401), (302, 401), (31_536_000, 401)])
def test_stamps_count_for_five_minutes_both_ways(shift: int, status: int) -> None:
    """A call from the past or the future is refused."""
    body = json.dumps(payload()).encode()
    assert send(body, sign(body, stamp=int(time.time()) + shift)).status == status


def test_a_changed_body_is_refused() -> None:
    """The signature covers every byte."""
    body = json.dumps(payload()).encode()
    assert send(body + b" ", sign(body)).status == 401


def test_a_blocked_domain_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal is 200 with the error object that Supabase Auth shows the person."""
    monkeypatch.setenv("SIGNUP_BLOCKED_DOMAINS", "mailinator.com, Example.com")
    settings.forget()
    answer = send(payload())
    assert (answer.status, answer.json["error"]["http_code"]) == (200, 403)
    assert "another e-mail address" in answer.json["error"]["message"]


def test_the_same_call_gets_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Supabase's second attempt has another webhook-id and the same metadata.uuid: the first answer stands."""
    body = payload()
    assert send(body).json == {}
    monkeypatch.setenv("SIGNUP_BLOCKED_DOMAINS", "example.com")
    settings.forget()
    raw = json.dumps(body).encode()
    assert send(raw, sign(raw, message_id="msg_2")).json == {}


def test_terms_are_wanted_only_when_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a terms version the form must have sent that version."""
    monkeypatch.setenv("SIGNUP_TERMS_VERSION", "2026-11")
    settings.forget()
    assert "terms" in send(payload()).json["error"]["message"]
    accepted = payload()
    accepted["user"] = {"email": "a@example.com", "user_metadata": {"terms": "2026-11"}}
    assert send(accepted).json == {}


def test_without_the_database_the_decision_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's sign-up fails because we could not write it down."""
    import shared.database

    shared.database.close()
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
    settings.forget()
    assert send(payload()).json == {}


def test_with_a_silent_database_the_decision_stands(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that keeps the connection and says nothing costs the sign-up a moment, not its five seconds."""
    import shared.database

    with wire(functions.url()) as counted:
        monkeypatch.setenv("DATABASE_URL", counted.url)
        settings.forget()
        shared.database.close()
        assert send(payload()).json == {}
        counted.silence()
        assert send(payload()).json == {}
        shared.database.close()
        counted.speak()


def test_a_signed_call_of_another_shape_is_a_clear_4xx() -> None:
    """Signed but not a hook call: 422 problem+json, not 500."""
    assert send({"metadata": {}}).status == 422
    assert send(b"[]").status == 422
    assert send(b"{").status == 400
