"""The mailbox page: what a person reads on a phone, and the same as JSON."""

import asyncio

from netlify.standins.supabase_auth.mailbox import Mailbox
from tests.standins.supabase_auth.serving import AuthServer, new_address


def test_the_json_form(auth: AuthServer) -> None:
    """Newest first, with exactly the documented fields; links are those of the text."""
    mailbox = Mailbox(auth.settings.database_url)
    to = new_address()
    asyncio.run(mailbox.send(to, "First", "Hello (see https://example.com/a?b=c&d=e).", "<p>Hello</p>"))
    asyncio.run(mailbox.send(to, "Second", "Nothing to open."))
    page = auth.http.get(f"{auth.settings.origin}/.local/mail", headers={"accept": "application/json"})
    second, first = page.json()[:2]
    assert set(first) == {"to", "subject", "text", "html", "links", "sent_at"}
    assert (first["to"], first["subject"], first["html"]) == (to, "First", "<p>Hello</p>")
    assert first["links"] == ["https://example.com/a?b=c&d=e"]
    assert (second["subject"], second["links"]) == ("Second", [])
    assert first["sent_at"].endswith("Z")
    assert first["sent_at"] < second["sent_at"]


def test_the_page(auth: AuthServer) -> None:
    """Each mail with its links to press; what a sender wrote is text, never markup."""
    mailbox = Mailbox(auth.settings.database_url)
    to = new_address()
    asyncio.run(mailbox.send(to, "<script>", "<b>x</b> https://example.com/?a=1&b=2"))
    page = auth.http.get(f"{auth.settings.origin}/.local/mail", params={"to": to})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "width=device-width" in page.text
    assert "<script>" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text
    assert '<a href="https://example.com/?a=1&amp;b=2">' in page.text


def test_every_mail_of_sign_in_is_plain_and_complete(auth: AuthServer) -> None:
    """A mail greets, says why it came, gives link and code, and what to do when it was not you."""
    email = new_address()
    auth.sign_up(email)
    auth.post("verify", {"type": "signup", "token_hash": auth.mail(email).token})
    auth.post("recover", {"email": email})
    auth.post("otp", {"email": email})
    mails = auth.mails(email)
    assert [mail.subject for mail in mails] == [
        "Your link to sign in",
        "Choose a new password",
        "Welcome! Please confirm your address",
    ]
    for mail in mails:
        assert mail.text.startswith("Hello,")
        assert "If it was not you" in mail.text
        assert mail.code
        assert mail.link in mail.text
