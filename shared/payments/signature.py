"""Stripe's webhook signature (docs.stripe.com/webhooks/signature), checked without Stripe's SDK.

The SDK takes stamps from the future, leaks decoding errors, and costs more to import than the rest of the
webhook; the few lines are ours. HMAC-SHA256 over `timestamp.body`, several secrets while one is being
replaced, several `v1` signatures, a stamp within five minutes of now in either direction.
"""

import hmac
import re
from collections.abc import Sequence

from shared.payments.problems import NotFromStripe

TOLERANCE_SECONDS = 300
LONGEST_HEADER = 4096
_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.ASCII)


def require_signature(body: bytes, header: str, secrets: Sequence[str], now: float) -> None:
    """Return when `header` (Stripe-Signature) signs `body` with one of `secrets`; else raise NotFromStripe."""
    if len(header) > LONGEST_HEADER:
        raise NotFromStripe
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1" and _SIGNATURE.fullmatch(value)]
    if len(stamps) != 1 or not _STAMP.fullmatch(stamps[0]):
        raise NotFromStripe
    if abs(now - int(stamps[0])) > TOLERANCE_SECONDS:
        raise NotFromStripe("The time stamp is more than five minutes off.")
    signed = stamps[0].encode() + b"." + body
    expected = [hmac.digest(secret.encode(), signed, "sha256").hex() for secret in secrets]
    if not any(hmac.compare_digest(mine, theirs) for mine in expected for theirs in given):
        raise NotFromStripe
