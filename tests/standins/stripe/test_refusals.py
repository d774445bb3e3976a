"""The stand-in refuses what Stripe refuses, and takes or plainly leaves what Stripe takes: 84 recorded requests."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.standins.stripe.buying import charge_of, make_session, pay
from tests.support.databases import Database
from tests.support.stripe_stand_in import StandIn, stand_in

RECORDED = [json.loads(line) for line in (Path(__file__).parent / "refusals.jsonl").read_text().splitlines()]
SESSION = "mode=payment&line_items[0][price]=<price>&line_items[0][quantity]=1&success_url=https://example.com/s"
# What the recording shortened, and the headers that it left out.
WRITTEN_OUT = {
    "metadata 51 keys": f"{SESSION}&{'&'.join(f'metadata[k{number}]=v' for number in range(51))}",
    "metadata value 501 chars": f"{SESSION}&metadata[k]={'v' * 501}",
    "pi metadata value 501 chars": f"{SESSION}&payment_intent_data[metadata][k]={'v' * 501}",
}
AUTHORIZATION = {"no key": None, "key garbage": "Bearer garbage", "scheme Token": "Token sk_test_x"}


@pytest.fixture(scope="module")
def known(database: Database) -> Generator[tuple[StandIn, dict[str, str]]]:
    """A stand-in where something was sold, and the real ids behind the recording's names."""
    with stand_in(database, "") as running:
        charge = charge_of(running, pay(running))
        coupon = running.client.v1.coupons.create({"percent_off": 10})
        yield (
            running,
            {
                "<price>": "price_masterclass",
                "<session>": make_session(running).id,
                "<charge>": charge.id,
                "<payment_intent>": str(charge.payment_intent),
                "<coupon>": coupon.id,
                "<6000 a>": "a" * 6000,
                "<21 \N{MULTIPLICATION SIGN} types[n]=charge.refunded>": "&".join(
                    f"types[{n}]=charge.refunded" for n in range(21)
                ),
            },
        )


@pytest.mark.parametrize("request_", RECORDED, ids=[one["name"] for one in RECORDED])
def test_every_recorded_request_is_answered_as_stripe_does(
    known: tuple[StandIn, dict[str, str]], request_: dict[str, Any]
) -> None:
    """Status, code and the whole path of the parameter are Stripe's; what Stripe takes is done, or 501 by name."""
    running, names = known
    answer = _send(running, request_, names)
    body = answer.json()
    if request_["status"] == 200 and answer.status_code == 501:
        assert "This stand-in does not know" in body["error"]["message"]
        return
    assert answer.status_code == request_["status"], body
    if request_["status"] != 200:
        assert body["error"].get("param") == request_.get("param", body["error"].get("param"))
        assert body["error"].get("code") == request_.get("code", body["error"].get("code"))
        assert body["error"]["message"]


def test_the_recording_is_whole() -> None:
    """All 84 requests are replayed."""
    assert len(RECORDED) == 84


def _send(running: StandIn, request_: dict[str, Any], names: dict[str, str]) -> httpx.Response:
    name = request_["name"]
    path: str = request_["path"]
    body: str = WRITTEN_OUT.get(name) or request_.get("body") or ""
    for word, real in names.items():
        path, body = path.replace(word, real), body.replace(word, real)
    headers = {"content-type": "application/x-www-form-urlencoded", "authorization": "Bearer sk_test_throwaway"}
    if name in AUTHORIZATION:
        headers["authorization"] = AUTHORIZATION[name] or ""
    sent = {key: value for key, value in headers.items() if value}
    with httpx.Client(base_url=running.api, trust_env=False) as client:
        return client.request(request_["method"], path, content=body.encode() or None, headers=sent)
