"""Changing oneself, and what only others or nobody may do."""

import pytest

from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, bearer, new_address, serve
from tests.support.databases import Database


def test_a_new_password_signs_out_everywhere_else(auth: AuthServer) -> None:
    """The session that changed the password stays, every other ends, and pending links end too."""
    email = new_address()
    here = auth.member(email)
    there = auth.post("token?grant_type=password", {"email": email, "password": PASSWORD}).json()
    auth.post("recover", {"email": email})
    link = auth.mail(email).token
    changed = auth.http.put("user", json={"password": "another horse entirely"}, headers=bearer(here))
    assert changed.status_code == 200
    assert auth.http.get("user", headers=bearer(here)).status_code == 200
    assert auth.http.get("user", headers=bearer(there)).json()["error_code"] == "session_not_found"
    assert auth.post("verify", {"type": "recovery", "token_hash": link}).json()["error_code"] == "otp_expired"


def test_password_and_address_in_one_request(auth: AuthServer) -> None:
    """Changing both at once leaves the mails for the address usable."""
    session, wanted = auth.member(), new_address()
    body = {"email": wanted, "password": "another horse entirely", "data": {"name": "Ada"}}
    user = auth.http.put("user", json=body, headers=bearer(session)).json()
    assert (user["new_email"], user["user_metadata"]["name"]) == (wanted, "Ada")
    half = auth.post("verify", {"type": "email_change", "token_hash": auth.mail(wanted).token})
    assert half.status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"app_metadata": {"role": "admin"}}, 403, "not_admin"),
        ({"phone": "+15555550100"}, 400, "phone_provider_disabled"),
        ({"email": "nonsense"}, 400, "validation_failed"),
        ({"password": ""}, 422, "weak_password"),
        ({"password": PASSWORD}, 422, "same_password"),
        ({"code_challenge": "x"}, 400, "validation_failed"),
    ],
)
def test_what_nobody_may_change(auth: AuthServer, body: dict[str, object], status: int, code: str) -> None:
    """Each refusal has GoTrue's status and code."""
    answer = auth.http.put("user", json=body, headers=bearer(auth.member()))
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)


def test_an_old_weak_password_still_signs_in_and_is_told(database: Database) -> None:
    """A stricter project lets people in with the password they have, and says what is weak about it."""
    email = new_address()
    with serve(database) as lenient:
        lenient.member(email)
    with serve(database, password_required_characters=("0123456789",)) as strict:
        session = strict.post("token?grant_type=password", {"email": email, "password": PASSWORD}).json()
        assert session["weak_password"]["reasons"] == ["characters"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "admin/users", 401, "no_authorization"),
        ("POST", "invite", 401, "no_authorization"),
        ("GET", "authorize?provider=google", 400, "validation_failed"),
        ("POST", "sso", 404, "saml_provider_disabled"),
        ("POST", "token", 400, "invalid_credentials"),
        ("POST", "token?grant_type=id_token", 400, "provider_disabled"),
        ("GET", "nothing", 404, "unknown"),
        ("GET", "signup", 405, "unknown"),
    ],
)
def test_what_is_switched_off(auth: AuthServer, method: str, path: str, status: int, code: str) -> None:
    """What the stand-in has not is refused as a project refuses what is switched off."""
    answer = auth.http.request(method, path)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "user/identities/authorize", "manual_linking_disabled"),
        ("GET", "admin/users", "not_admin"),
        ("POST", "logout?scope=both", "validation_failed"),
    ],
)
def test_what_a_member_may_not(auth: AuthServer, method: str, path: str, code: str) -> None:
    """A member is no administrator, links no providers and enrols no factors."""
    assert auth.http.request(method, path, headers=bearer(auth.member())).json()["error_code"] == code


def test_health_settings_and_configuration(auth: AuthServer) -> None:
    """The three documents that a page or an operator asks for, with any or no apikey."""
    assert auth.http.get("health", headers={"apikey": "anything"}).json()["name"] == "GoTrue"
    settings = auth.http.get("settings").json()
    assert settings["external"]["email"] is True
    assert settings["mailer_autoconfirm"] is False
    configuration = auth.http.get(".well-known/openid-configuration").json()
    assert configuration["jwks_uri"] == f"{auth.url}/.well-known/jwks.json"


def test_another_origin_may_ask(auth: AuthServer) -> None:
    """A preflight is answered, and the API version header may be read."""
    asked = {
        "origin": "https://elsewhere.example",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "authorization,x-client-info,apikey,x-supabase-api-version",
    }
    preflight = auth.http.options("user", headers=asked)
    assert preflight.status_code == 200
    assert "x-supabase-api-version" in preflight.headers["access-control-allow-headers"]
    answer = auth.http.get("health", headers={"origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
