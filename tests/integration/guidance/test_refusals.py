"""What a provider refuses for good: asked once, told its owner by an alert, and told the reader without a promise."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from shared.guidance import failures
from tests.integration.guidance.conftest import Asker
from tests.support.provider import Line, Provider, Script, refuses, says, utters

Make = Callable[..., Asker]
Rows = Callable[..., list[tuple[Any, ...]]]
Setting = Callable[[str, str], None]
PROSE = "Your question about the emergency fund of Ann was refused"
OPERATE = Path(__file__).resolve().parents[3] / "docs" / "operate.md"
ALERTS = [getattr(failures, name) for name in dir(failures) if str(getattr(failures, name)).startswith("guide-")]


def refusing(status: int, **error: Any) -> Script:
    """Answer an error with this code, type and parameter."""

    def script(line: Line, asked: Mapping[str, Any]) -> None:
        line.head(status, "application/json", x_request_id="req_123")
        line.write(
            json.dumps({"error": {"message": PROSE, "type": None, "code": None, "param": None, **error}}).encode()
        )

    return script


REFUSALS: Mapping[str, tuple[str, Script]] = {
    "400": ("guide-request-refused", refusing(400, type="invalid_request_error", param="temperature")),
    "401": ("guide-key-refused", refusing(401, code="invalid_api_key")),
    "403": ("guide-key-refused", refusing(403, code="unsupported_country_region_territory")),
    "404": ("guide-model-unknown", refusing(404)),
    "422": ("guide-request-refused", refusing(422)),
    "no quota": ("guide-out-of-credit", refusing(429, code="insufficient_quota", type="insufficient_quota")),
    "no credit": ("guide-out-of-credit", refusing(402)),
    "unknown model": ("guide-model-unknown", refusing(400, code="model_not_found")),
    "quota within the stream": (
        "guide-out-of-credit",
        utters(b'data: {"type":"error","error":{"code":"insufficient_quota","message":"x"}}\n\n'),
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_what_only_the_owner_can_mend(
    asker: Make, provider: Provider, rows: Rows, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    """One request, an alert by name, no cost, and words that promise nothing and ask nobody to try again."""
    alert, provider.script = REFUSALS[name]
    ann = asker()
    refused = ann.ask()
    assert (refused.status, refused.json["type"]) == (503, "/problems/guidance-unavailable")
    assert "in a moment" not in refused.json["detail"]
    assert "not counted" in refused.json["detail"]
    assert int(refused.headers["retry-after"]) >= 60
    assert len(provider.requests) == 1
    assert rows("select settled, cost_microusd from masterclass.ai_usage where user_id = %s", ann.member.id) == [(0, 0)]
    assert f'"alert":"{alert}"' in capfd.readouterr().out


def test_the_log_has_identifiers_and_no_prose(
    asker: Make, provider: Provider, capfd: pytest.CaptureFixture[str]
) -> None:
    """Status, code, type, parameter and request id, never a sentence: it may quote what the member wrote."""
    provider.script = refusing(400, code="bad_thing", type=PROSE, param="input[2].content")
    asker().ask()
    log = capfd.readouterr().out
    line = json.loads(next(one for one in log.splitlines() if '"provider":"failed"' in one))
    told = {name: line[name] for name in ("status", "code", "type", "param", "provider_request_id")}
    assert told == {
        "status": 400, "code": "bad_thing", "type": "withheld", "param": "input[2].content",
        "provider_request_id": "req_123",
    }  # fmt: skip
    assert PROSE not in log
    assert "emergency" not in log


INCOMPLETE: dict[str, Any] = {"status": "incomplete", "output": [], "incomplete_details": {"reason": "content_filter"}}
FAILED: dict[str, Any] = {"status": "failed", "error": {"code": "invalid_prompt", "message": PROSE}}


def ending(kind: str, response: Mapping[str, Any]) -> Script:
    """End the stream like this, without a word."""
    return utters(f"data: {json.dumps({'type': kind, 'response': response})}\n\n".encode())


@pytest.mark.parametrize(
    "script",
    [
        refusing(400, code="content_filter"),
        refusing(400, code="content_policy_violation"),
        ending("response.incomplete", INCOMPLETE),
        ending("response.failed", FAILED),
    ],
    ids=["400", "400 policy", "incomplete", "failed"],
)
def test_a_content_refusal_is_no_passing_trouble(
    asker: Make, provider: Provider, capfd: pytest.CaptureFixture[str], script: Script
) -> None:
    """It is not tried again, no alert, and the reader is told that the same words will be refused again."""
    provider.script = script
    refused = asker().ask()
    assert refused.status == 503
    assert "other words" in refused.json["detail"]
    assert len(provider.requests) == 1
    assert '"alert"' not in capfd.readouterr().out


def test_what_passes_is_said_to_pass(asker: Make, provider: Provider) -> None:
    """Too many requests or a server in trouble: again in a moment."""
    for script in (refuses(429, Retry_After="120"), refuses(500)):
        provider.script = script
        assert "in a moment" in asker().ask().json["detail"]


def test_without_a_provider_its_owner_is_told(
    asker: Make, provider: Provider, setting: Setting, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither key nor address: an alert, and the same words as for a key that is refused."""
    setting("OPENAI_API_KEY", "")
    setting("OPENAI_BASE_URL", "")
    refused = asker().ask()
    assert refused.json["detail"] == failures.OUT_OF_ORDER
    assert '"alert":"guide-not-configured"' in capfd.readouterr().out


@pytest.mark.parametrize("alert", ALERTS)
def test_every_alert_has_its_row(alert: str) -> None:
    """docs/operate.md says of each what it means and what to do."""
    assert re.search(rf'^\| `"alert":"{alert}"` \| .+ \| .+ \|$', OPERATE.read_text(), re.MULTILINE)


def test_who_leaves_prints_no_traceback(asker: Make, provider: Provider, capfd: pytest.CaptureFixture[str]) -> None:
    """Closing the stream midway is no failure: the log has the request's line and nothing else."""
    provider.script = says("A long answer. " * 50, pause=0.005)
    stream = asker().stream()["body"]
    next(stream)
    next(stream)
    stream.close()
    printed = capfd.readouterr()
    assert "Traceback" not in printed.out + printed.err
    assert '"failure"' not in printed.out
