"""boto3 sends through the SES stand-in, and is refused as by SES."""

import asyncio
import json
import threading
from collections.abc import Generator

import boto3
import httpx
import pytest
import uvicorn
from botocore.exceptions import ClientError
from mypy_boto3_sesv2 import SESV2Client

from netlify.standins.ses.app import create_app
from shared.operations.mail_gateway import MailUnavailable, send_mail
from shared.settings import StoreSettings

PATH = "/v2/email/outbound-emails"


class Ses:
    """The stand-in on loopback, and what it was given."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str, str]] = []
        config = uvicorn.Config(create_app(self._keep), port=0, log_level="error", lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._listener = config.bind_socket()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        serve = self._server.serve
        self._thread = threading.Thread(target=lambda: asyncio.run(serve([self._listener])), daemon=True)
        self._thread.start()

    async def _keep(self, to: str, subject: str, text: str, html: str) -> None:
        self.mails.append((to, subject, text, html))

    def close(self) -> None:
        """Serve no more."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()


@pytest.fixture(scope="module")
def ses() -> Generator[Ses]:
    """One stand-in for these tests."""
    made = Ses()
    yield made
    made.close()


def test_a_mail_reaches_each_recipient(ses: Ses) -> None:
    """Our own gateway sends by the official SDK, and everybody who was named gets it."""
    account = StoreSettings(ses.url, "us-east-1", "", "key", "secret")
    send_mail(account, "a@example.com", ["a@example.com", "b@example.com"], "Now", "Text")
    assert ses.mails == [("a@example.com", "Now", "Text", ""), ("b@example.com", "Now", "Text", "")]


def test_what_it_cannot_send_is_refused(ses: Ses) -> None:
    """A mail without recipients is SES' BadRequestException; what is not signed is 403; what is not there is said."""
    sdk: SESV2Client = boto3.client(  # pyright: ignore[reportUnknownMemberType] (hundreds of overloads)
        "sesv2",
        endpoint_url=ses.url,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    with pytest.raises(ClientError, match="BadRequestException"):
        sdk.send_email(FromEmailAddress="a@example.com", Destination={}, Content={"Raw": {"Data": b"x"}})
    assert httpx.post(ses.url + PATH, content=json.dumps({})).status_code == 403
    with pytest.raises(MailUnavailable):
        send_mail(StoreSettings("http://127.0.0.1:1", "us-east-1", "", "k", "s"), "a@example.com", ["a@b.c"], "", "")
