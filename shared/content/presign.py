"""Short-lived signed addresses in the object store, with nothing but the standard library.

AWS Signature Version 4 in the query (docs.aws.amazon.com, "Authenticating Requests: Using Query Parameters"),
path addressing. boto3 would cost a cold start thirty times a bare Python for these forty lines.
"""

import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote, urlsplit

from shared.settings import StoreSettings

ALGORITHM = "AWS4-HMAC-SHA256"
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def presign(store: StoreSettings, method: str, key: str, seconds: int, now: datetime) -> str:
    """Return the address at which `method` on the object `key` is allowed until `seconds` after `now` (UTC)."""
    parts = urlsplit(f"{_as_sent(store.endpoint)}/{quote(store.bucket)}/{quote(key)}")
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{stamp[:8]}/{store.region}/s3/aws4_request"
    query = "&".join(
        f"{name}={quote(value, safe='')}"
        for name, value in (
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", f"{store.access_key_id}/{scope}"),
            ("X-Amz-Date", stamp),
            ("X-Amz-Expires", str(seconds)),
            ("X-Amz-SignedHeaders", "host"),
        )
    )
    canonical = f"{method}\n{parts.path}\n{query}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    signature = _hmac(_key(store, stamp[:8]), f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}").hex()
    return f"{parts.geturl()}?{query}&X-Amz-Signature={signature}"


def _as_sent(endpoint: str) -> str:
    """Return `endpoint` as browsers send it: the host in lower case, and no port that its scheme has anyway.

    The signature covers the header Host; WHATWG's URL standard decides what that header says.
    """
    parts = urlsplit(endpoint)
    host = parts.netloc.lower()
    name, colon, port = host.rpartition(":")
    if colon and port in {"", _DEFAULT_PORTS.get(parts.scheme.lower())}:
        host = name
    return f"{parts.scheme.lower()}://{host}{parts.path}"


def _key(store: StoreSettings, date: str) -> bytes:
    key = f"AWS4{store.secret_access_key}".encode()
    for part in (date, store.region, "s3", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
