"""`python -m shared alerts`: what stands, and what nobody wants to hear for a while."""

import pytest

from shared.__main__ import main
from shared.alerts.records import Walk
from shared.alerts.settings import alerts
from tests.integration.alerts.conftest import Listener, evaluate

AWAY = Walk(site="the landing page answers 500", certificate_days=60.0)


def test_list_and_mute(listener: Listener, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands is listed with its times; a muted one says until when and why; what was over says so."""
    assert main(["alerts", "list"]) == 0
    assert capsys.readouterr().out.startswith("Nothing stands")
    evaluate(2, AWAY)
    assert main(["alerts", "mute", "site-away", "--for", "2d", "--reason", "moving house"]) == 0
    evaluate(1, AWAY)
    capsys.readouterr()
    assert main(["alerts", "list"]) == 0
    listed = capsys.readouterr().out
    assert "site-away" in listed
    assert "muted" in listed
    assert "moving house" in listed
    evaluate()
    capsys.readouterr()
    main(["alerts", "list"])
    assert "over" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["mute", "no-such-alarm", "--for", "2d", "--reason", "x"],
        ["mute", "site-away", "--for", "two days", "--reason", "x"],
        ["mute", "site-away", "--for", "0d", "--reason", "x"],
        ["mute", "site-away", "--for", "2d", "--reason", " "],
        ["mute", "site-away", "--for", "2d"],
        [],
    ],
)
def test_what_cannot_be_meant_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown name, no time and no reason are wrong usage, in a sentence."""
    assert main(["alerts", *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_test_goes_through_every_channel(
    listener: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message by each channel that is set; it ends with 1 where one does not take it, or there is none."""
    monkeypatch.setenv("SITE_URL", "https://shop.example")
    assert main(["alerts", "test"]) == 0
    assert "Taken by: webhook, heartbeat." in capsys.readouterr().out
    assert [said.partition("\n")[0] for said in listener.messages()] == ["shop.example: a test of the alarms"]
    assert listener.beats() == [""]
    listener.status = 500
    assert main(["alerts", "test"]) == 1
    assert "Not every channel took it" in capsys.readouterr().out
    for unset in ("ALERT_WEBHOOK_URL", "ALERT_HEARTBEAT_URL"):
        monkeypatch.delenv(unset)
    alerts.cache_clear()
    assert main(["alerts", "test"]) == 1
    assert "Nobody would be told" in capsys.readouterr().out
