"""The official Python client runs every flow against the local service, unchanged, in both of its forms."""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
import pytest
from supabase_auth import AsyncGoTrueClient, SyncGoTrueClient
from supabase_auth.errors import AuthApiError, AuthError, AuthInvalidJwtError, AuthWeakPasswordError

from netlify.standins.supabase_auth.keys import rotate
from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, new_address

OTHER_PASSWORD = "another horse entirely"


def client_of(auth: AuthServer, *, pkce: bool = False) -> SyncGoTrueClient:
    """Return a client that renews nothing by itself."""
    flow_type = "pkce" if pkce else "implicit"
    return SyncGoTrueClient(url=auth.url, auto_refresh_token=False, flow_type=flow_type, http_client=auth.http)


def member_of(auth: AuthServer, client: SyncGoTrueClient) -> str:
    """Sign up and confirm by token hash; return the address."""
    email = new_address()
    client.sign_up({"email": email, "password": PASSWORD, "options": {"data": {"name": "Ada"}}})
    confirmed = client.verify_otp({"type": "signup", "token_hash": auth.mail(email).token})
    assert confirmed.session
    return email


def landed(link: str) -> str:
    """Follow a link as a browser would and return the page it leads to."""
    answer = httpx.get(link)
    assert answer.status_code == 303
    return answer.headers["location"]


def code_of(link: str) -> str:
    """Follow a PKCE link and return the code it gives."""
    return parse_qs(urlsplit(landed(link)).query)["code"][0]


def refusal(call: Callable[[], Any]) -> str | None:
    """Return the code with which `call` is refused."""
    with pytest.raises(AuthError) as refused:
        call()
    return refused.value.code


def test_sign_up_and_confirm_by_link(auth: AuthServer) -> None:
    """The client reads the session from the page that the link leads to."""
    client, email = client_of(auth), new_address()
    signed_up = client.sign_up(
        {"email": email, "password": PASSWORD, "options": {"email_redirect_to": f"{auth.settings.origin}/sign-in"}}
    )
    assert signed_up.session is None
    page = landed(auth.mail(email).link)
    assert page.startswith(f"{auth.settings.origin}/sign-in#")
    client.initialize_from_url(page)
    found = client.get_user()
    assert found
    assert found.user.email == email


def test_sign_up_with_pkce(auth: AuthServer) -> None:
    """The code of the link is exchanged by the client that asked, once."""
    client, email = client_of(auth, pkce=True), new_address()
    client.sign_up({"email": email, "password": PASSWORD})
    code = code_of(auth.mail(email).link)
    assert (
        refusal(
            lambda: client_of(auth).exchange_code_for_session(
                {"auth_code": code, "code_verifier": "x" * 43, "redirect_to": ""}
            )
        )
        == "bad_code_verifier"
    )
    assert client.exchange_code_for_session({"auth_code": code, "code_verifier": "", "redirect_to": ""}).session
    again: Any = {"auth_code": code, "code_verifier": "x" * 43, "redirect_to": ""}
    assert refusal(lambda: client.exchange_code_for_session(again)) == "flow_state_not_found"


def test_codes_and_resend(auth: AuthServer) -> None:
    """The six digits confirm; a resent mail replaces the first."""
    client, email = client_of(auth), new_address()
    client.sign_up({"email": email, "password": PASSWORD})
    first = auth.mail(email)
    client.resend({"type": "signup", "email": email})
    second = auth.mail(email)
    assert refusal(lambda: client.verify_otp({"type": "signup", "token_hash": first.token})) == "otp_expired"
    assert client.verify_otp({"type": "email", "email": email, "token": second.code}).session


def test_password_sign_in(auth: AuthServer) -> None:
    """A right password signs in, a wrong one reads like an unknown address."""
    email = member_of(auth, client_of(auth))
    client = client_of(auth)
    for attempt in ({"email": email, "password": "wrong"}, {"email": new_address(), "password": PASSWORD}):
        assert refusal(lambda who=attempt: client.sign_in_with_password(who)) == "invalid_credentials"  # pyright: ignore[reportArgumentType]
    assert client.sign_in_with_password({"email": email, "password": PASSWORD}).session


def test_refresh(auth: AuthServer) -> None:
    """The session goes on with new tokens; an invented refresh token does not."""
    client = client_of(auth)
    member_of(auth, client)
    before = client.get_session()
    after = client.refresh_session().session
    assert before
    assert after
    assert after.refresh_token != before.refresh_token
    assert refusal(lambda: client_of(auth).refresh_session("aaaaaaaaaaaa")) == "refresh_token_not_found"


@pytest.mark.parametrize("pkce", [False, True])
def test_forgotten_password(auth: AuthServer, *, pkce: bool) -> None:
    """A recovery link signs in, and the new password replaces the old."""
    email = member_of(auth, client_of(auth))
    client = client_of(auth, pkce=pkce)
    client.reset_password_for_email(email)
    link = auth.mail(email).link
    if pkce:
        client.exchange_code_for_session({"auth_code": code_of(link), "code_verifier": "", "redirect_to": ""})
    else:
        client.initialize_from_url(landed(link))
    assert refusal(lambda: client.update_user({"password": PASSWORD})) == "same_password"
    with pytest.raises(AuthWeakPasswordError):
        client.update_user({"password": "short"})
    client.update_user({"password": OTHER_PASSWORD})
    old: Any = {"email": email, "password": PASSWORD}
    assert refusal(lambda: client.sign_in_with_password(old)) == "invalid_credentials"
    assert client.sign_in_with_password({"email": email, "password": OTHER_PASSWORD}).session


def test_magic_link(auth: AuthServer) -> None:
    """A link or code in a mail signs in, making an account only when wanted."""
    client, email = client_of(auth), new_address()
    unwanted: Any = {"email": email, "options": {"should_create_user": False}}
    assert refusal(lambda: client.sign_in_with_otp(unwanted)) == "otp_disabled"
    client.sign_in_with_otp({"email": email})
    assert client.verify_otp({"type": "email", "email": email, "token": auth.mail(email).code}).session
    client.sign_in_with_otp({"email": email})
    assert client.verify_otp({"type": "magiclink", "email": email, "token": auth.mail(email).code}).session


def test_an_old_session_needs_the_nonce_to_change_the_password(auth: AuthServer) -> None:
    """After a day only who can read the person's mail changes the password."""
    client = client_of(auth)
    email = member_of(auth, client)
    of_theirs = "user_id = (select id from auth.users where email = %s)"
    auth.query(f"update auth.sessions set created_at = now() - interval '25 hours' where {of_theirs}", [email])
    assert refusal(lambda: client.update_user({"password": OTHER_PASSWORD})) == "reauthentication_needed"
    client.reauthenticate()
    nonce = auth.mail(email).code
    wrong: Any = {"password": OTHER_PASSWORD, "nonce": "000000" if nonce != "000000" else "000001"}
    assert refusal(lambda: client.update_user(wrong)) == "reauthentication_not_valid"
    right: Any = {"password": OTHER_PASSWORD, "nonce": nonce}
    assert client.update_user(right).user.email == email
    assert refusal(lambda: client.update_user({"password": PASSWORD, "nonce": nonce})) == "reauthentication_not_valid"  # pyright: ignore[reportArgumentType]


def test_change_of_address(auth: AuthServer) -> None:
    """Both holders confirm; until then the old address stays."""
    client = client_of(auth)
    email, wanted = member_of(auth, client), new_address()
    assert client.update_user({"email": wanted}).user.new_email == wanted
    landed(auth.mail(wanted).link)
    found = client.get_user()
    assert found
    assert found.user.email == email
    landed(auth.mail(email).link)
    found = client.get_user()
    assert found
    assert found.user.email == wanted


def test_claims(auth: AuthServer) -> None:
    """get_claims verifies by the key set, also after the keys were rotated, and no forged token."""
    client = client_of(auth)
    member_of(auth, client)
    session = client.get_session()
    assert session
    claims = client.get_claims()
    assert claims
    assert claims["claims"].get("iss") == auth.url
    assert claims["claims"].get("sub") == session.user.id
    head, body, signature = session.access_token.split(".")
    flipped = ("B" if signature[9] == "A" else "A").join((signature[:9], signature[10:]))
    with pytest.raises(AuthInvalidJwtError):
        client.get_claims(f"{head}.{body}.{flipped}")
    asyncio.run(_rotate(auth))
    renewed = client.refresh_session().session
    assert renewed
    for token in (session.access_token, renewed.access_token):
        assert client_of(auth).get_claims(token)


@pytest.mark.parametrize(
    ("scope", "here", "there"), [("local", False, True), ("others", True, False), ("global", False, False)]
)
def test_sign_out(auth: AuthServer, scope: Any, *, here: bool, there: bool) -> None:
    """Each scope ends the sessions it names and no other."""
    first, second = client_of(auth), client_of(auth)
    email = member_of(auth, first)
    second.sign_in_with_password({"email": email, "password": PASSWORD})
    sessions = first.get_session(), second.get_session()
    first.sign_out({"scope": scope})
    alive = [_is_alive(auth, session.refresh_token) for session in sessions if session]
    assert alive == [here, there]


def test_the_asynchronous_client(auth: AuthServer) -> None:
    """The asynchronous form signs up, confirms, signs in, refreshes, reads claims and signs out."""

    async def everything(http: httpx.AsyncClient) -> None:
        email = new_address()
        client = AsyncGoTrueClient(url=auth.url, auto_refresh_token=False, flow_type="pkce", http_client=http)
        await client.sign_up({"email": email, "password": PASSWORD})
        code = await asyncio.to_thread(code_of, auth.mail(email).link)
        await client.exchange_code_for_session({"auth_code": code, "code_verifier": "", "redirect_to": ""})
        await client.sign_out()
        assert (await client.sign_in_with_password({"email": email, "password": PASSWORD})).session
        assert (await client.refresh_session()).session
        claims = await client.get_claims()
        assert claims
        assert claims["claims"].get("iss") == auth.url
        await client.sign_out()
        assert await client.get_session() is None

    async def with_connections() -> None:
        async with httpx.AsyncClient() as http:
            await everything(http)

    asyncio.run(with_connections())


def _is_alive(auth: AuthServer, refresh_token: str) -> bool:
    try:
        return client_of(auth).refresh_session(refresh_token).session is not None
    except AuthApiError:
        return False


async def _rotate(auth: AuthServer) -> None:
    async with await psycopg.AsyncConnection.connect(auth.settings.database_url, autocommit=True) as connection:
        await rotate(connection)
