"""Stripe's signature: what it takes, and every near miss that it does not."""

import pytest

from netlify.standins.stripe.worker import sign
from shared.payments.problems import NotFromStripe
from shared.payments.signature import LONGEST_HEADER, require_signature

BODY, SECRET, NOW = b'{"id":"evt_1"}', "whsec_a", 1_790_000_000
GOOD = sign(BODY, SECRET, NOW)
OTHER = "f" * 64


@pytest.mark.parametrize("offset", [-300, -1, 0, 1, 300])
def test_stamps_within_five_minutes(offset: int) -> None:
    """Exactly five minutes off in either direction is still taken."""
    require_signature(BODY, sign(BODY, SECRET, NOW + offset), [SECRET], NOW)


@pytest.mark.parametrize("offset", [-(10**9), -301, 301, 10**9])
def test_stamps_too_far_off(offset: int) -> None:
    """A second more is refused, in the future too, which the SDK would take."""
    with pytest.raises(NotFromStripe):
        require_signature(BODY, sign(BODY, SECRET, NOW + offset), [SECRET], NOW)


def test_any_secret_and_any_signature_may_match() -> None:
    """While a secret is being replaced either is taken, and of several v1 one is enough."""
    require_signature(BODY, GOOD, ["whsec_new", SECRET], NOW)
    stamp, _, signature = GOOD.partition(",")
    require_signature(BODY, f"{stamp},v1={OTHER},{signature},v0={OTHER}", [SECRET], NOW)


@pytest.mark.parametrize(
    "header",
    [
        "",
        ",",
        "t=",
        "v1=",
        GOOD.partition(",")[0],
        GOOD.partition(",")[2],
        GOOD.replace("v1=", "v0="),
        GOOD.upper(),
        GOOD + "0",
        GOOD.replace("t=", "t=0"),
        f"t={NOW},{GOOD}",
        "t=\u0661,v1=" + OTHER,
        f"t={NOW},v1=" + "\u00e9" * 64,
        GOOD + "," * LONGEST_HEADER,
        f"t={NOW}.5,{GOOD.partition(',')[2]}",
    ],
)
def test_near_misses(header: str) -> None:
    """Anything else is not from Stripe, whatever it looks like."""
    with pytest.raises(NotFromStripe):
        require_signature(BODY, header, [SECRET], NOW)


def test_no_secret_takes_nothing() -> None:
    """Without a secret nothing is believed: a missing setting opens no door."""
    with pytest.raises(NotFromStripe):
        require_signature(BODY, GOOD, [], NOW)
