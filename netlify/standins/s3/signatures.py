"""AWS Signature Version 4, checked as S3 checks it: in the Authorization header or in a presigned address.

Reference: docs.aws.amazon.com, "Authenticating Requests (AWS Signature Version 4)" of Amazon S3.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, quote

ALGORITHM = "AWS4-HMAC-SHA256"
LEEWAY = timedelta(minutes=15)
LONGEST_VALIDITY_SECONDS = 7 * 24 * 3600
_STAMP = "%Y%m%dT%H%M%SZ"
_FIELD = re.compile(r"(Credential|SignedHeaders|Signature)=([^,\s]+)")


class SignatureRefused(Exception):
    """The request is not signed with our key, or not for now; `code` is S3's word for it."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Keys(NamedTuple):
    """The one pair of keys that signs, and the region that they sign for."""

    access_key_id: str
    secret_access_key: str
    region: str = "us-east-1"


class SignedRequest(NamedTuple):
    """What of a request is signed; `path` and `query` as they were sent."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]


class _Claim(NamedTuple):
    credential: str
    signed_headers: str
    signature: str
    stamp: str
    payload: str


def verify(request: SignedRequest, keys: Keys, now: datetime) -> str:
    """Check the signature; return the digest its body must have (or UNSIGNED-PAYLOAD). Raises SignatureRefused."""
    parameters = parse_qsl(request.query, keep_blank_values=True)
    claim = _presigned(dict(parameters), now) if "X-Amz-Signature=" in request.query else _in_header(request, now)
    access_key_id, _, scope = claim.credential.partition("/")
    date, region, service, end = ([*scope.split("/"), "", "", "", ""])[:4]
    if access_key_id != keys.access_key_id:
        raise SignatureRefused("InvalidAccessKeyId")
    if (service, end, date, region) != ("s3", "aws4_request", claim.stamp[:8], keys.region):
        raise SignatureRefused("AuthorizationHeaderMalformed")
    if "host" not in claim.signed_headers.split(";"):
        raise SignatureRefused("AccessDenied")
    expected = _signature(_canonical(request, parameters, claim), claim.stamp, scope, keys, (date, region))
    if not hmac.compare_digest(expected, claim.signature):
        raise SignatureRefused("SignatureDoesNotMatch")
    return claim.payload


def _presigned(parameters: Mapping[str, str], now: datetime) -> _Claim:
    if parameters.get("X-Amz-Algorithm") != ALGORITHM:
        raise SignatureRefused("AuthorizationQueryParametersError")
    begins = _moment(parameters.get("X-Amz-Date", ""))
    validity = parameters.get("X-Amz-Expires", "")
    if not validity.isdecimal() or not 0 < int(validity[:10]) <= LONGEST_VALIDITY_SECONDS:
        raise SignatureRefused("AuthorizationQueryParametersError")
    if now < begins - LEEWAY or now > begins + timedelta(seconds=int(validity)):
        raise SignatureRefused("AccessDenied")
    return _Claim(
        parameters.get("X-Amz-Credential", ""),
        parameters.get("X-Amz-SignedHeaders", ""),
        parameters.get("X-Amz-Signature", ""),
        parameters["X-Amz-Date"],
        "UNSIGNED-PAYLOAD",
    )


def _in_header(request: SignedRequest, now: datetime) -> _Claim:
    authorization = request.headers.get("authorization", "")
    if not authorization.startswith(ALGORITHM + " "):
        raise SignatureRefused("AccessDenied")
    fields = dict(_FIELD.findall(authorization))
    stamp = request.headers.get("x-amz-date", "")
    if abs(now - _moment(stamp)) > LEEWAY:
        raise SignatureRefused("RequestTimeTooSkewed")
    return _Claim(
        fields.get("Credential", ""),
        fields.get("SignedHeaders", ""),
        fields.get("Signature", ""),
        stamp,
        request.headers.get("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
    )


def _canonical(request: SignedRequest, parameters: Sequence[tuple[str, str]], claim: _Claim) -> str:
    query = "&".join(
        f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
        for name, value in sorted(parameters)
        if name != "X-Amz-Signature"
    )
    headers = "".join(
        f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in claim.signed_headers.split(";")
    )
    return f"{request.method}\n{request.path}\n{query}\n{headers}\n{claim.signed_headers}\n{claim.payload}"


def _signature(canonical: str, stamp: str, scope: str, keys: Keys, place: tuple[str, str]) -> str:
    key = ("AWS4" + keys.secret_access_key).encode()
    for part in (*place, "s3", "aws4_request"):
        key = _hmac(key, part)
    digest = hashlib.sha256(canonical.encode("latin-1", "replace")).hexdigest()
    return _hmac(key, f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}").hex()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode("latin-1", "replace"), hashlib.sha256).digest()


def _moment(stamp: str) -> datetime:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise SignatureRefused("AccessDenied") from None
