"""Time-based one-time passwords (RFC 6238): six digits of SHA-1 over thirty seconds, as an app shows them."""

import base64
import hashlib
import hmac
import io
import secrets
import struct
import time
from urllib.parse import quote

import segno

STEP_SECONDS = 30
DRIFT_STEPS = (0, -1, 1)  # a phone's clock may be one step off


def new_secret() -> str:
    """Return 160 random bits in base32, without padding."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address(secret: str, issuer: str, account: str) -> str:
    """Return what the QR code of an app holds."""
    issuer = quote(issuer, safe=":")
    query = f"algorithm=SHA1&digits=6&issuer={issuer}&period={STEP_SECONDS}&secret={secret}"
    return f"otpauth://totp/{issuer}:{quote(account, safe='@')}?{query}"


def drawn(uri: str) -> str:
    """Return the QR code of `uri` as an SVG that clients put into a data URL as it is: no sign in it ends one."""
    drawing = io.BytesIO()
    segno.make(uri, micro=False).save(drawing, kind="svg", scale=6, border=4, xmldecl=False, nl=False)
    return drawing.getvalue().decode().replace("#000", "black")


def code(secret: str, step: int) -> str:
    """Return the six digits of one step."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def matches(secret: str, given: str, moment: float | None = None) -> bool:
    """Return whether `given` is the code of this step or a neighboring one."""
    step = int((time.time() if moment is None else moment) // STEP_SECONDS)
    return any(hmac.compare_digest(code(secret, step + drift).encode(), given.encode()) for drift in DRIFT_STEPS)
