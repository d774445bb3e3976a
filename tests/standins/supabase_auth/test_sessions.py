"""Sessions: the claims of a token, rotation of refresh tokens, and what happens when one is stolen."""

import asyncio
import json
import time
from base64 import urlsafe_b64decode
from typing import Any

import httpx
import jwt
import psycopg
import pytest

from netlify.standins.supabase_auth.keys import RELOAD_SECONDS, revoke_previous, rotate
from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, at_once, bearer, new_address, serve
from tests.support.databases import Database


def refresh(auth: AuthServer, token: object) -> httpx.Response:
    """Refresh with `token`."""
    return auth.post("token?grant_type=refresh_token", {"refresh_token": token})


def age_used_tokens(auth: AuthServer, session: dict[str, Any], seconds: int) -> None:
    """Make every used refresh token of this person look used so long ago."""
    aged = (
        "update auth.refresh_tokens set updated_at = now() - make_interval(secs => %s) where user_id = %s and revoked"
    )
    auth.query(aged, [seconds, session["user"]["id"]])


def test_a_token_has_exactly_the_claims_of_supabase(auth: AuthServer) -> None:
    """Header and claims are those that Supabase issues, signed by a key of the set, for an hour."""
    session = auth.member()
    token, user = session["access_token"], session["user"]
    header = jwt.get_unverified_header(token)
    keys = {key["kid"]: key for key in auth.http.get(".well-known/jwks.json").json()["keys"]}
    assert header == {"alg": "ES256", "kid": header["kid"], "typ": "JWT"}
    claims = jwt.decode(token, jwt.PyJWK(keys[header["kid"]]), ["ES256"], audience="authenticated", issuer=auth.url)
    assert abs(claims["iat"] - time.time()) < 5
    assert claims == {
        "iss": auth.url,
        "sub": user["id"],
        "aud": "authenticated",
        "exp": claims["iat"] + 3600,
        "iat": claims["iat"],
        "email": user["email"],
        "phone": "",
        "role": "authenticated",
        "aal": "aal1",
        "is_anonymous": False,
        "app_metadata": user["app_metadata"],
        "user_metadata": user["user_metadata"],
        "amr": [{"method": "otp", "timestamp": claims["amr"][0]["timestamp"]}],
        "session_id": claims["session_id"],
    }
    assert session["expires_at"] == claims["exp"]
    assert auth.query("select user_id::text from auth.sessions where id = %s", [claims["session_id"]]) == [
        (user["id"],)
    ]


def test_the_key_set_has_two_public_keys(auth: AuthServer) -> None:
    """The key that signs and the one that will are published, their private halves never."""
    answer = auth.http.get(".well-known/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=600"
    for key in answer.json()["keys"]:
        assert set(key) == {"alg", "crv", "ext", "key_ops", "kid", "kty", "use", "x", "y"}
    assert len(answer.json()["keys"]) == 2


def test_keys_rotate_without_an_outage(auth: AuthServer) -> None:
    """Tokens of the old key are believed until it is revoked; the next key was published beforehand."""
    known = {key["kid"] for key in auth.http.get(".well-known/jwks.json").json()["keys"]}
    session = auth.member()
    _change_keys(auth, rotate)
    renewed = refresh(auth, session["refresh_token"]).json()
    assert jwt.get_unverified_header(renewed["access_token"])["kid"] in known
    assert jwt.get_unverified_header(renewed["access_token"]) != jwt.get_unverified_header(session["access_token"])
    assert auth.http.get("user", headers=bearer(session)).status_code == 200
    _change_keys(auth, revoke_previous)
    answer = auth.http.get("user", headers=bearer(session))
    assert (answer.status_code, answer.json()["error_code"]) == (403, "bad_jwt")
    assert auth.http.get("user", headers=bearer(renewed)).status_code == 200


def test_sessions_outlive_the_service(database: Database) -> None:
    """Keys and sessions are in the database: a restart signs nobody out."""
    with serve(database) as before:
        session = before.member()
    with serve(database) as after:
        assert after.http.get("user", headers=bearer(session)).status_code == 200
        assert refresh(after, session["refresh_token"]).status_code == 200


def test_a_used_token_gives_the_active_one_while_that_is_unused(auth: AuthServer) -> None:
    """Who lost the answer to a refresh, however long ago, gets the same successor again."""
    first = auth.member()
    second = refresh(auth, first["refresh_token"]).json()
    age_used_tokens(auth, first, 3600)
    assert refresh(auth, first["refresh_token"]).json()["refresh_token"] == second["refresh_token"]


def test_within_ten_seconds_an_older_token_may_be_used(auth: AuthServer) -> None:
    """Several tabs that refresh one after the other all stay signed in."""
    first = auth.member()
    second = refresh(auth, first["refresh_token"]).json()
    assert refresh(auth, second["refresh_token"]).status_code == 200
    assert refresh(auth, first["refresh_token"]).status_code == 200


def test_a_stolen_token_ends_the_family(auth: AuthServer) -> None:
    """A token used again after its time revokes every token of the session, the newest too."""
    first = auth.member()
    second = refresh(auth, first["refresh_token"]).json()
    third = refresh(auth, second["refresh_token"]).json()
    age_used_tokens(auth, first, 11)
    stolen = refresh(auth, first["refresh_token"])
    assert (stolen.status_code, stolen.json()["error_code"]) == (400, "refresh_token_already_used")
    age_used_tokens(auth, first, 11)
    assert refresh(auth, third["refresh_token"]).json()["error_code"] == "refresh_token_already_used"


def test_refreshes_at_once_agree(auth: AuthServer) -> None:
    """Sixteen refreshes with one token at the same moment give one successor."""
    session = auth.member()
    answers = at_once(16, lambda: refresh(auth, session["refresh_token"]))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refresh_token"] for answer in answers}) == 1


def test_sign_ups_at_once_make_one_account(auth: AuthServer) -> None:
    """Sixteen sign-ups with one address at the same moment make one person."""
    email = new_address()
    assert len(set(at_once(16, lambda: auth.sign_up(email)["id"]))) == 1
    assert auth.query("select count(*) from auth.users where email = %s", [email]) == [(1,)]


def test_a_link_followed_twice_at_once_signs_in_once(auth: AuthServer) -> None:
    """A one-time token is good for one session, also when two requests race for it."""
    email = new_address()
    auth.sign_up(email)
    body = {"type": "signup", "token_hash": auth.mail(email).token}
    answers = at_once(8, lambda: auth.post("verify", body))
    assert sorted(answer.status_code for answer in answers) == [200] + [403] * 7


@pytest.mark.parametrize("token", ["", "short", "AAAAAAAAAAAA", "a" * 13, "aaaaaaaaaaa\u00e9", None])
def test_what_is_no_refresh_token_is_refused_unread(auth: AuthServer, token: object) -> None:
    """A string that no refresh token can be is 400 validation_failed."""
    answer = refresh(auth, token)
    assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_failed")


def test_a_banned_person_is_out_everywhere(auth: AuthServer) -> None:
    """A ban stops the password, the refresh token and the access token alike."""
    session = auth.member()
    email = session["user"]["email"]
    auth.query("update auth.users set banned_until = now() + interval '1 hour' where email = %s", [email])
    password = auth.post("token?grant_type=password", {"email": email, "password": PASSWORD})
    user = auth.http.get("user", headers=bearer(session))
    refused = [password, refresh(auth, session["refresh_token"]), user]
    assert [(answer.status_code, answer.json()["error_code"]) for answer in refused] == [
        (400, "user_banned"),
        (400, "user_banned"),
        (403, "user_banned"),
    ]


def test_tokens_that_are_not_ours(auth: AuthServer) -> None:
    """No damaged, unsigned, foreign or ended token passes, and none makes an error of ours."""
    session = auth.member()
    head, body, signature = session["access_token"].split(".")
    claims = json.loads(urlsafe_b64decode(body + "=="))
    kid = jwt.get_unverified_header(session["access_token"])["kid"]
    none = jwt.encode(claims, "", algorithm="none", headers={"kid": kid})
    hmac = jwt.encode(claims, "x" * 32, algorithm="HS256")
    damaged = [
        f"{head}.{body}.",
        f"{head}.{body}.{signature[:-4]}AAAA",
        f"{head}.{body[::-1]}.{signature}",
        "a.b.c",
        "....",
        "\u00ff\u00fe.a.b",
        none,
        hmac,
        f"{head}.{body}",
    ]
    for token in damaged:
        answer = auth.http.get("user", headers=[(b"authorization", f"Bearer {token}".encode("latin-1"))])
        assert (answer.status_code, answer.json()["error_code"]) == (403, "bad_jwt"), token
    for header in ({}, {"authorization": "Basic x"}, {"authorization": "Bearer x y"}):
        answer = auth.http.get("user", headers=header)
        assert (answer.status_code, answer.json()["error_code"]) == (401, "no_authorization")
    assert auth.post("logout?scope=global", None, headers=bearer(session)).status_code == 204
    answer = auth.http.get("user", headers=bearer(session))
    assert (answer.status_code, answer.json()["error_code"]) == (403, "session_not_found")


def _change_keys(auth: AuthServer, change: Any) -> None:
    async def changed() -> None:
        async with await psycopg.AsyncConnection.connect(auth.settings.database_url, autocommit=True) as connection:
            await change(connection)

    asyncio.run(changed())
    time.sleep(RELOAD_SECONDS + 0.05)
