"""`member resend`: the sign-in service is asked once, a refusal leaves no record, what died is taken up again."""

import json
import threading
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from shared import settings
from tests.integration.owner.conftest import Rows, Run
from tests.support.databases import Database
from tests.support.members import Member

Make = Callable[..., Member]
KEPT = "select action, detail ->> 'mail', detail ->> 'state' from masterclass.audit where user_id = %s"


class SignInService:
    """The site's config.json, and Supabase Auth's two addresses that send mail; what was asked is kept."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.refuses: tuple[int, Any] | None = None
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(200, {"supabase_publishable_key": "sb_publishable_test"})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                service.asked.append((self.path, self.headers["apikey"], body))
                self._answer(*(service.refuses or (200, {})))

            def _answer(self, status: int, document: Any) -> None:
                body = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 (the library's own name)
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def service(functions: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[SignInService]:
    """The service, running, and the settings pointing at it."""
    del functions
    made = SignInService()
    threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setenv("SITE_URL", made.url)
    monkeypatch.setenv("SUPABASE_URL", made.url)
    settings.forget()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_which_mail(service: SignInService, member: Make, run: Run, rows: Rows) -> None:
    """Until the address is confirmed it is the mail that confirms it, then a link to sign in; twice is once."""
    ann, bob = member(), member(confirmed=False)
    for one in (ann, bob):
        assert run("member", "resend", one.email, "--reason", "lost it")[:2] == (0, "The mail was sent again.\n")
        assert run("member", "resend", one.email, "--reason", "lost it")[1].startswith("A mail was sent within")
    assert service.asked == [
        ("/auth/v1/otp", "sb_publishable_test", {"email": ann.email, "create_user": False}),
        ("/auth/v1/resend", "sb_publishable_test", {"type": "signup", "email": bob.email}),
    ]
    assert rows(KEPT, ann.id) == [("resend", "magiclink", "sent")]


def test_a_refusal_leaves_no_record(service: SignInService, member: Make, run: Run, rows: Rows) -> None:
    """The service's own code is said; nothing was done, so nothing is kept; the next try may work."""
    ann = member()
    service.refuses = (429, {"error_code": "over_email_send_rate_limit", "msg": ann.email})
    code, _, said = run("member", "resend", ann.email, "--reason", "lost it")
    assert (code, "over_email_send_rate_limit" in said) == (1, True)
    service.refuses = (500, "broken")
    assert "status 500" in run("member", "resend", ann.email, "--reason", "lost it")[2]
    assert rows(KEPT, ann.id) == []
    service.refuses = None
    assert run("member", "resend", ann.email, "--reason", "lost it")[0] == 0
    assert rows(KEPT, ann.id) == [("resend", "magiclink", "sent")]


def test_a_call_that_died(
    service: SignInService, member: Make, run: Run, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the mail was asked for, the record says so; the next try sends it and settles that same record."""
    ann = member()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr("shared.owner.act.mail_again", die)
        assert run("member", "resend", ann.email, "--reason", "lost it")[0] == 130
    assert (service.asked, rows(KEPT, ann.id)) == ([], [("resend", "magiclink", "asked")])
    assert run("member", "resend", ann.email, "--reason", "lost it")[0] == 0
    assert (len(service.asked), rows(KEPT, ann.id)) == (1, [("resend", "magiclink", "sent")])
