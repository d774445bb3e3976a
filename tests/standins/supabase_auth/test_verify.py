"""Links and codes: what they lead to, when they end, and where they may never lead."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.standins.supabase_auth.serving import PASSWORD, AuthServer, bearer, new_address, serve
from tests.support.databases import Database

CHALLENGE = {"code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "s256"}
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


def location(auth: AuthServer, link: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Follow a link; return the page, its query and its fragment."""
    answer = auth.http.get(link)
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    query, fragment = (
        {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        for text in (parts.query, parts.fragment)
    )
    return f"{parts.scheme}://{parts.netloc}{parts.path}", query, fragment


def test_a_link_leads_on_with_a_session(auth: AuthServer) -> None:
    """The page gets a session in the fragment, which is never sent to a server."""
    email = new_address()
    auth.post(
        "signup", {"email": email, "password": PASSWORD}, params={"redirect_to": f"{auth.settings.origin}/in?a=1"}
    )
    page, query, fragment = location(auth, auth.mail(email).link)
    assert (page, query) == (f"{auth.settings.origin}/in", {"a": "1"})
    assert set(fragment) == {"access_token", "token_type", "expires_in", "expires_at", "refresh_token", "type", "sb"}
    assert auth.http.get("user", headers=bearer(fragment)).json()["email"] == email


def test_a_mail_scanner_does_not_use_up_the_link(auth: AuthServer) -> None:
    """HEAD on a link is 405 and changes nothing."""
    email = new_address()
    auth.sign_up(email)
    assert auth.http.head(auth.mail(email).link).status_code == 405
    assert "access_token" in location(auth, auth.mail(email).link)[2]


def test_an_error_leads_on_too(auth: AuthServer) -> None:
    """A link that is unknown says so to the page: in the fragment, and for PKCE in the query as well."""
    told = {
        "error": "access_denied",
        "error_code": "otp_expired",
        "error_description": "Email link is invalid or has expired",
    }
    unknown = location(auth, "verify?type=signup&token=unknown")
    assert unknown == (auth.settings.origin, {}, told | {"sb": ""})
    assert location(auth, "verify?type=signup&token=pkce_unknown") == (auth.settings.origin, told, told | {"sb": ""})


@pytest.mark.parametrize("query", ["", "type=signup", "token=abc", "type=signup&token=%00"])
def test_half_a_link_is_refused(auth: AuthServer, query: str) -> None:
    """Without type or token there is no link: 400."""
    answer = auth.http.get(f"verify?{query}")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "validation_failed")


def test_links_and_codes_end_after_an_hour(auth: AuthServer) -> None:
    """An old token and an old code are both refused as expired."""
    email = new_address()
    auth.sign_up(email)
    mail = auth.mail(email)
    auth.query("update auth.users set confirmation_sent_at = now() - interval '61 minutes' where email = %s", [email])
    for body in ({"token_hash": mail.token}, {"email": email, "token": mail.code}):
        answer = auth.post("verify", {"type": "signup", **body})
        assert (answer.status_code, answer.json()["error_code"]) == (403, "otp_expired")


def test_a_link_is_only_for_what_it_was_sent_for(auth: AuthServer) -> None:
    """A confirmation is no recovery, and a code of one person is none of another."""
    email, other = new_address(), new_address()
    auth.sign_up(email)
    auth.sign_up(other)
    mail = auth.mail(email)
    for body in (
        {"type": "recovery", "token_hash": mail.token},
        {"type": "email_change", "token_hash": mail.token},
        {"type": "signup", "email": other, "token": mail.code},
        {"type": "signup", "token_hash": mail.code},
    ):
        assert auth.post("verify", body).json()["error_code"] == "otp_expired"


def test_a_pkce_code_ends_after_five_minutes(auth: AuthServer) -> None:
    """The flow of a code that waited too long is expired; half an exchange is no exchange."""
    email = new_address()
    auth.post("signup", {"email": email, "password": PASSWORD, **CHALLENGE})
    code = location(auth, auth.mail(email).link)[1]["code"]
    half = auth.post("token?grant_type=pkce", {"auth_code": code})
    assert (half.status_code, half.json()["error_code"]) == (400, "validation_failed")
    auth.query("update auth.flow_state set created_at = now() - interval '301 seconds' where auth_code = %s", [code])
    late = auth.post("token?grant_type=pkce", {"auth_code": code, "code_verifier": VERIFIER})
    assert (late.status_code, late.json()["error_code"]) == (422, "flow_state_expired")
    auth.query("update auth.flow_state set created_at = now() where auth_code = %s", [code])
    assert auth.post("token?grant_type=pkce", {"auth_code": code, "code_verifier": VERIFIER}).status_code == 200


def test_a_change_of_address_wants_both_holders(auth: AuthServer) -> None:
    """The same holder confirming twice does not change the address."""
    session = auth.member()
    email, wanted = session["user"]["email"], new_address()
    auth.http.put("user", json={"email": wanted}, headers=bearer(session))
    mail = auth.mail(wanted)
    first = auth.post("verify", {"type": "email_change", "email": wanted, "token": mail.code})
    assert first.json()["msg"].startswith("Confirmation link accepted")
    for body in ({"token_hash": mail.token}, {"email": wanted, "token": mail.code}):
        assert auth.post("verify", {"type": "email_change", **body}).json()["error_code"] == "otp_expired"
    second = auth.post("verify", {"type": "email_change", "token_hash": auth.mail(email).token})
    assert second.json()["user"]["email"] == wanted
    member = "select email from masterclass.users where id = %s"
    assert auth.query(member, [session["user"]["id"]], role="postgres") == [(wanted,)]


def test_an_address_taken_meanwhile_is_not_taken_away(auth: AuthServer) -> None:
    """Who confirms a change too late is told that somebody else has the address."""
    session = auth.member()
    wanted = new_address()
    auth.http.put("user", json={"email": wanted}, headers=bearer(session))
    new = auth.mail(wanted).token
    auth.member(wanted)
    auth.post("verify", {"type": "email_change", "token_hash": auth.mail(session["user"]["email"]).token})
    late = auth.post("verify", {"type": "email_change", "token_hash": new})
    assert (late.status_code, late.json()["error_code"]) == (422, "email_exists")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "http://evil.example\\@localhost/",
        "http://localhost@evil.example/",
        "http://localhost.evil.example/",
        "https://localhost/",
        "http://2130706433/",
        "http://[::1",
        "http://localhost:99999/",
        " http://localhost/",
    ],
)
def test_a_link_never_leads_elsewhere(auth: AuthServer, elsewhere: str) -> None:
    """An address that is not the site's is replaced by the site's, in the mail and in the redirect."""
    email = new_address()
    auth.post("signup", {"email": email, "password": PASSWORD}, params={"redirect_to": elsewhere})
    link = auth.mail(email).link
    assert parse_qs(urlsplit(link).query)["redirect_to"] == [auth.settings.origin]
    answer = auth.http.get("verify", params={"type": "signup", "token": "x", "redirect_to": elsewhere})
    assert answer.headers["location"].startswith(f"{auth.settings.origin}#error=")


def test_a_link_leads_where_the_project_allows(database: Database) -> None:
    """A star stops at dots and slashes, two do not."""
    allowed = ("https://*.example.com/**", "https://app.example.org/*/in")
    with serve(database, redirect_allow_list=allowed) as auth:
        for url, leads in {
            "https://shop.example.com/a/b?c=d": True,
            "https://a.shop.example.com/": False,
            "https://app.example.org/x/in": True,
            "https://app.example.org/x/y/in": False,
        }.items():
            answer = auth.http.get("verify", params={"type": "signup", "token": "x", "redirect_to": url})
            assert answer.headers["location"].startswith(url if leads else auth.settings.origin), url
