"""The ways out: SES by boto3 against moto's, a JSON webhook, and nothing that is secret in the log."""

from collections.abc import Generator

import httpx
import pytest
from moto.server import ThreadedMotoServer

from shared.alerts.channels import tell
from shared.alerts.message import Message
from shared.alerts.settings import AlertSettings, mail_account
from shared.environment import SettingMissing
from tests.integration.alerts.conftest import Listener

OWNER = "owner@example.com"
MESSAGE = Message("shop.example: site-away", "Now\n- site-away")


@pytest.fixture(scope="module")
def ses() -> Generator[str]:
    """Moto's SES, which has verified the owner's address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    httpx.post(
        endpoint,
        data={"Action": "VerifyEmailIdentity", "EmailAddress": OWNER, "Version": "2010-12-01"},
        headers={"authorization": "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/ses/aws4_request"},
        timeout=60,
    ).raise_for_status()
    yield endpoint
    server.stop()


def channels(email: str = "", webhook: str = "") -> AlertSettings:
    """Return settings with these channels alone."""
    return AlertSettings(email, webhook, "", "", 0)


def sent(endpoint: str) -> list[dict[str, object]]:
    """Return the mails that moto's SES has taken."""
    data = httpx.get(f"{endpoint}/moto-api/data.json").json()
    return data.get("ses", {}).get("Message", [])


def test_mail_goes_by_ses(ses: str) -> None:
    """The message reaches the owner, from the owner's own verified address."""
    address = ses.replace("http://", "http://key:secret@") + f"/{OWNER}"
    assert tell(channels(address), MESSAGE) == (True, True)
    assert any(MESSAGE.subject in str(mail) and OWNER in str(mail) for mail in sent(ses))


def test_a_channel_that_refuses_is_a_line_without_its_secret(
    ses: str, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    """SES refuses an unknown sender, the webhook takes it: somebody was told, not everybody; the log says which."""
    address = ses.replace("http://", "http://key:very-secret@") + "/stranger@example.com"
    assert tell(channels(address, listener.url + "/hook"), MESSAGE) == (True, False)
    assert listener.messages() == [MESSAGE.content]
    said = capsys.readouterr().out
    assert '"channel":"mail","says":"SES answers' in said
    assert not any(word in said for word in ("very-secret", "stranger", "/hook"))


def test_nobody_to_tell_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Without any channel the log has it, and it counts as told."""
    assert tell(channels(), MESSAGE) == (True, True)
    assert '"watch":"shop.example: site-away","channels":0' in capsys.readouterr().out


def test_nobody_hears_and_it_is_known(listener: Listener) -> None:
    """Where every channel fails, nobody was told."""
    listener.status = 500
    assert tell(channels(webhook=listener.url + "/hook"), MESSAGE) == (False, False)


def test_the_setting_is_an_address_or_a_key_with_one() -> None:
    """An address alone leaves the key to boto3; a host of Amazon's says its region; anything else is refused."""
    plain, keyed = (
        mail_account("a@example.com, b@example.com"),
        mail_account("https://AKIA:s%2Fcret@email.eu-west-1.amazonaws.com/a@example.com"),
    )
    assert (plain.store, plain.sender, plain.recipients[1]) == (None, "a@example.com", "b@example.com")
    assert keyed.store
    assert (keyed.store.region, keyed.store.secret_access_key) == ("eu-west-1", "s/cret")
    for wrong in ("nobody", "https://key:secret@host/", "https://host/a@example.com"):
        with pytest.raises(SettingMissing, match="ALERT_EMAIL"):
            mail_account(wrong)
