"""Monday's mail: ten lines to every owner, once a week, from figures that were just made; nobody else is written to."""

from collections.abc import Generator
from datetime import date
from typing import Any

import httpx
import pytest
from moto.server import ThreadedMotoServer

from shared import settings
from shared.alerts.settings import alerts
from shared.owner.make_report import make_report
from shared.owner.nightly import mail_owners
from tests.integration.owner.conftest import Owner

SENDER = "owner@example.com"
MONDAY, TUESDAY, NEXT = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 9)


@pytest.fixture(scope="module")
def ses() -> Generator[str]:
    """Moto's SES, which has verified the sender's address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    httpx.post(
        endpoint,
        data={"Action": "VerifyEmailIdentity", "EmailAddress": SENDER, "Version": "2010-12-01"},
        headers={"authorization": "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/ses/aws4_request"},
    ).raise_for_status()
    yield endpoint
    server.stop()


@pytest.fixture
def mail(ses: str, monkeypatch: pytest.MonkeyPatch) -> Generator[str]:
    """The functions' settings with mail set up."""
    monkeypatch.setenv("ALERT_EMAIL", ses.replace("http://", "http://key:secret@") + f"/{SENDER}")
    settings.forget()
    alerts.cache_clear()
    yield ses
    alerts.cache_clear()


def sent(endpoint: str) -> list[dict[str, Any]]:
    """Return the mails that moto's SES has taken."""
    return httpx.get(f"{endpoint}/moto-api/data.json").json().get("ses", {}).get("Message", [])


def test_on_mondays_once(owner: Owner, mail: str) -> None:
    """Tuesday none, Monday one of ten lines, again on Monday none, the next Monday another; no member is named."""
    make_report()
    assert [mail_owners(day) for day in (TUESDAY, MONDAY, MONDAY, NEXT)] == [0, 1, 0, 1]
    mails = [one for one in map(str, sent(mail)) if owner.member.email in one]  # moto's are those of the whole process
    assert len(mails) == 2
    assert all("Who needs help" in one for one in mails)


def test_without_mail_nobody_is_written_to(owner: Owner) -> None:
    """Where no mail is set up the figures are made all the same."""
    del owner
    alerts.cache_clear()
    make_report()
    assert mail_owners(MONDAY) == 0
