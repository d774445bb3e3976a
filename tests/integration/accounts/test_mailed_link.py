"""POST account/link: what a link in a mail is for, told to whoever holds it, and nothing changed by telling."""

from collections.abc import Callable, Generator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.account import handler
from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, bearer, new_address, serve
from tests.support.databases import Database
from tests.support.events import call
from tests.support.members import Member


@pytest.fixture
def auth(database: Database, member: Callable[..., Member]) -> Generator[AuthServer]:
    """The sign-in service over the functions' own database, whose mails lead to a page of ours."""
    with serve(database, mail_page="http://localhost/welcome", site_url="http://localhost") as server:
        yield server


def token_of(link: str) -> str:
    """Return the token that a link carries."""
    return parse_qs(urlsplit(link).query)["token_hash"][0]


def told(token: str) -> dict[str, Any]:
    """Return what is told about a link."""
    answer = call(handler, "POST", "/account/link", json_body={"token_hash": token})
    assert answer.status == 200
    return answer.json


def test_a_link_is_named_before_and_after(auth: AuthServer) -> None:
    """Asked any number of times a link stays good; once followed it is told as used, and another is unknown."""
    email = new_address()
    auth.sign_up(email)
    token = token_of(auth.mail(email).link)
    for _ in range(3):
        assert told(token) == {
            "state": "open",
            "kind": "confirmation",
            "email": email,
            "new_email": None,
            "mailed_to": email,
            "confirmed": False,
            "half_made": False,
        }
    assert auth.post("verify", {"type": "signup", "token_hash": token}).status_code == 200
    assert told(token) == {"state": "used", "kind": "confirmation"}
    assert told("0123456789abcdef") == {"state": "unknown"}


def test_a_link_that_gave_way_to_a_newer_one(auth: AuthServer) -> None:
    """The older of two links is told as replaced."""
    session = auth.member()
    email = session["user"]["email"]
    tokens: list[str] = []
    for _ in range(2):
        assert auth.post("recover", {"email": email}).status_code == 200
        tokens.append(token_of(auth.mail(email).link))
    assert told(tokens[0]) == {"state": "replaced", "kind": "recovery"}
    assert told(tokens[1])["state"] == "open"


def test_a_change_of_address_is_told_as_it_stands(auth: AuthServer) -> None:
    """Half made names the address that is still to agree; made, both links tell so."""
    session = auth.member()
    old, new = session["user"]["email"], new_address()
    assert auth.http.put("user", json={"email": new}, headers=bearer(session)).status_code == 200
    first, second = (token_of(auth.mail(address).link) for address in (old, new))
    assert (told(first)["mailed_to"], told(second)["mailed_to"], told(second)["half_made"]) == (old, new, False)
    assert auth.post("verify", {"type": "email_change", "token_hash": first}).status_code == 200
    assert told(first) == {"state": "agreed", "kind": "email_change"}
    assert (told(second)["new_email"], told(second)["half_made"]) == (new, True)
    assert auth.post("verify", {"type": "email_change", "token_hash": second}).status_code == 200
    assert told(first) == told(second) == {"state": "used", "kind": "email_change"}
    assert auth.post("token?grant_type=password", {"email": new, "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    "body", [{}, {"token_hash": ""}, {"token_hash": "x y"}, {"token_hash": "a" * 129}, {"token_hash": 1}]
)
def test_what_is_no_token_is_refused(body: dict[str, object]) -> None:
    """Anything but a token is 422, before the database is asked."""
    assert call(handler, "POST", "/account/link", json_body=body).status == 422
