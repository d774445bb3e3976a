"""Standard Webhooks signatures, as Supabase Auth sends them."""

import base64
import hashlib
import hmac

import pytest

from shared.accounts.webhook_signature import NotSigned, require_signature

OLD, NEW = b"old-secret-of-a-hook", b"new-secret-of-a-hook"
SECRETS = "|".join(f"v1,whsec_{base64.b64encode(key).decode()}" for key in (NEW, OLD))
NOW = 1_800_000_000.0
BODY = b'{"user": {}}'


def signed(key: bytes = NEW, body: bytes = BODY, stamp: str = str(int(NOW))) -> str:
    """The signature of a call."""
    mac = hmac.new(key, f"msg_1.{stamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}"


def asked(signature: str, *, stamp: str = str(int(NOW)), message: str = "msg_1", body: bytes = BODY) -> str:
    """Ask whether a call is signed."""
    headers = {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": signature}
    return require_signature(headers, body, SECRETS, NOW)


@pytest.mark.parametrize(
    "signature",
    [
        signed(),
        signed(OLD),
        f"v1,bm90aGluZw== {signed()}",
        f"{signed(OLD)},{signed()}",
        f"v1a,abc v2,xyz {signed()}",
        f"v1,*** {signed()}",
    ],
)
def test_any_of_several(signature: str) -> None:
    """Either secret while one is being replaced, and any one of the signatures; what cannot be read is passed."""
    assert asked(signature) == "msg_1"


@pytest.mark.parametrize("off", [-300, 300])
def test_within_five_minutes(off: int) -> None:
    """In either direction."""
    stamp = str(int(NOW) + off)
    assert asked(signed(stamp=stamp), stamp=stamp) == "msg_1"


@pytest.mark.parametrize(
    ("signature", "changed"),
    [
        (signed(b"another-secret"), {}),
        (signed(), {"body": BODY + b" "}),
        (signed(), {"message": "msg_2"}),
        (signed(), {"message": ""}),
        ("", {}),
        ("v1,", {}),
        (signed(stamp=str(int(NOW) + 301)), {"stamp": str(int(NOW) + 301)}),
        (signed(stamp="\u0661"), {"stamp": "\u0661"}),
        (signed(), {"stamp": "soon"}),
    ],
)
def test_refused(signature: str, changed: dict[str, str]) -> None:
    """Another secret, body or id, none at all, or a stamp that is none or too far off."""
    with pytest.raises(NotSigned):
        asked(signature, **changed)  # type: ignore[arg-type]
