"""Signing up: the answer, the mail, and what is told about an address that is known already."""

import pytest

from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, new_address, serve
from tests.support.databases import Database

FIELDS = {
    "id",
    "aud",
    "role",
    "email",
    "phone",
    "confirmation_sent_at",
    "app_metadata",
    "user_metadata",
    "identities",
    "created_at",
    "updated_at",
    "is_anonymous",
}


def test_a_new_person_is_unconfirmed_and_gets_a_mail(auth: AuthServer) -> None:
    """Sign-up answers with the person, without a session, and mails a link and a code."""
    email = new_address()
    user = auth.sign_up(email.upper(), data={"name": "Ada"})
    assert set(user) == FIELDS
    assert user["email"] == email
    assert user["role"] == user["aud"] == "authenticated"
    assert user["app_metadata"] == {"provider": "email", "providers": ["email"]}
    assert user["user_metadata"] == {
        "name": "Ada",
        "email": email,
        "email_verified": False,
        "phone_verified": False,
        "sub": user["id"],
    }
    [identity] = user["identities"]
    assert (identity["provider"], identity["id"], identity["email"]) == ("email", user["id"], email)
    assert all(moment.endswith("Z") for moment in (identity["created_at"], user["created_at"]))
    mail = auth.mail(email)
    assert mail.link.startswith(f"{auth.url}/verify?token=")


def test_a_known_address_gets_an_answer_of_the_same_form(auth: AuthServer) -> None:
    """Nobody learns from sign-up whether an address is registered; nothing is sent or changed."""
    email = new_address()
    session = auth.member(email)
    before = auth.mails(email)
    answer = auth.sign_up(email, data={"name": "Eve"})
    assert set(answer) == FIELDS
    assert answer["id"] != session["user"]["id"]
    assert answer["identities"] == []
    assert auth.mails(email) == before
    name = "select raw_user_meta_data ->> 'name' from auth.users where email = %s"
    assert auth.query(name, [email]) == [(None,)]


def test_signing_up_again_before_confirming_sends_another_mail(auth: AuthServer) -> None:
    """Who lost the first mail gets a second; the password of the first sign-up stays."""
    email = new_address()
    first = auth.sign_up(email)
    assert auth.sign_up(email, password="another password")["id"] == first["id"]
    assert len(auth.mails(email)) == 2
    auth.post("verify", {"type": "signup", "token_hash": auth.mail(email).token})
    grant = {"email": email, "password": PASSWORD}
    assert auth.post("token?grant_type=password", grant).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"email": "ada@example.com"}, 400, "validation_failed"),
        ({"email": "ada@example.com", "password": "12345"}, 422, "weak_password"),
        ({"email": "ada@example.com", "password": "é" * 37}, 400, "validation_failed"),
        ({"email": "not an address", "password": PASSWORD}, 400, "validation_failed"),
        ({"email": "a" * 250 + "@example.com", "password": PASSWORD}, 400, "validation_failed"),
        ({"phone": "+15555550100", "password": PASSWORD}, 400, "phone_provider_disabled"),
        ({"data": {}}, 422, "anonymous_provider_disabled"),
        ({"email": "a@example.com", "password": PASSWORD, "code_challenge": "x"}, 400, "validation_failed"),
    ],
)
def test_what_cannot_be_is_refused_with_its_code(
    auth: AuthServer, body: dict[str, str], status: int, code: str
) -> None:
    """Each refusal has GoTrue's status and error code, in the old shape."""
    answer = auth.post("signup", body)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)
    assert answer.json()["code"] == status
    assert answer.headers["x-sb-error-code"] == code


def test_a_weak_password_says_why_in_both_shapes(auth: AuthServer) -> None:
    """The API version header chooses the shape; the reasons are in both."""
    body = {"email": new_address(), "password": "short"}
    old = auth.post("signup", body).json()
    answer = auth.post("signup", body, headers={"x-supabase-api-version": "2024-01-01"})
    message = "Password should be at least 6 characters."
    assert old == {"code": 422, "error_code": "weak_password", "msg": message, "weak_password": {"reasons": ["length"]}}
    assert answer.json() == {"code": "weak_password", "message": message, "weak_password": {"reasons": ["length"]}}
    assert answer.headers["x-supabase-api-version"] == "2024-01-01"


def test_without_confirmation_sign_up_signs_in(database: Database) -> None:
    """With confirmation off the answer is a session, and a known address is told so."""
    email = new_address()
    with serve(database, confirm_email=False) as auth:
        session = auth.sign_up(email)
        assert session["user"]["email_confirmed_at"]
        answer = auth.post("signup", {"email": email, "password": PASSWORD})
        assert (answer.status_code, answer.json()["error_code"]) == (422, "user_already_exists")
        assert auth.mails(email) == []


def test_sign_up_can_be_switched_off(database: Database) -> None:
    """A project that takes nobody says so."""
    with serve(database, sign_up_enabled=False) as auth:
        answer = auth.post("signup", {"email": new_address(), "password": PASSWORD})
        assert (answer.status_code, answer.json()["error_code"]) == (422, "signup_disabled")
