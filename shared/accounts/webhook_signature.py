"""Standard Webhooks signatures (standardwebhooks.com), as Supabase Auth sends them.

The reference package fails on several signatures and leaks decoding errors, so the few lines are ours:
HMAC-SHA256 over `id.timestamp.body`, several secrets while one is being replaced, several signatures in a
header, a stamp within five minutes of now in either direction.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterable, Mapping

from shared.problems import SignInRequired

TOLERANCE_SECONDS = 300
_SIGNATURES = re.compile(r"[ ,]+v1,")


class NotSigned(SignInRequired):
    """The call is not signed by the sign-in service."""

    slug = "sign-in-required"
    alert = "signature-refused"


def require_signature(headers: Mapping[str, str], body: bytes, secrets: str, now: float) -> str:
    """Return the webhook-id of a call signed with one of `secrets` (`v1,whsec_…|v1,whsec_…`); else NotSigned."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not re.fullmatch(r"[0-9]{1,12}", stamp, re.ASCII):
        raise NotSigned
    if abs(now - int(stamp)) > TOLERANCE_SECONDS:
        raise NotSigned("The call's time stamp is more than five minutes off.")
    signed = f"{message_id}.{stamp}.".encode() + body
    expected = [hmac.digest(key, signed, "sha256") for key in keys(secrets)]
    given = list(_signatures(headers.get("webhook-signature", "")))
    if not any(hmac.compare_digest(mine, theirs) for mine in expected for theirs in given):
        raise NotSigned
    return message_id


def keys(secrets: str) -> list[bytes]:
    """Return the keys of a `|`-separated list of secrets as Supabase shows them (`v1,whsec_<base64>`)."""
    found: list[bytes] = []
    for secret in filter(None, secrets.split("|")):
        encoded = secret.strip().removeprefix("v1,").removeprefix("whsec_")
        found.append(base64.b64decode(encoded, validate=True))
    return found


def _signatures(header: str) -> Iterable[bytes]:
    """Yield the v1 signatures of a header, which are joined by spaces or, by some senders, by commas."""
    for encoded in _SIGNATURES.split(" " + header)[1:]:
        try:
            yield base64.b64decode(encoded.strip(" ,"), validate=True)
        except (binascii.Error, ValueError):
            continue
