"""What a request asks for beyond its object: subresources, conditions and checksums."""

import base64
import binascii
import hashlib
import zlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from netlify.standins.s3.folder import ObjectRecord

# What each kind of request may name in its query; anything else is a subresource that is not done here. A request that
# passed over `?tagging` would overwrite the object whose tags were meant.
_SIGNED = frozenset(
    {
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
        "X-Amz-Security-Token",
        "X-Amz-Content-Sha256",
        "x-id",
    }
)
_RESPONSE = frozenset(
    f"response-{name}"
    for name in (
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-type",
        "expires",
    )
)
_LISTING = frozenset(
    {
        "list-type",
        "prefix",
        "delimiter",
        "max-keys",
        "continuation-token",
        "start-after",
        "encoding-type",
        "fetch-owner",
    }
)
# By method, and whether the address names an object or only a bucket.
_DONE: Mapping[tuple[str, bool], frozenset[str]] = {
    ("GET", True): _RESPONSE,
    ("HEAD", True): _RESPONSE,
    ("PUT", True): frozenset({"partNumber", "uploadId"}),
    ("POST", True): frozenset({"uploads", "uploadId"}),
    ("DELETE", True): frozenset({"uploadId"}),
    ("GET", False): _LISTING,
    ("HEAD", False): frozenset(),
    ("PUT", False): frozenset(),
    ("POST", False): frozenset({"delete"}),
}
# Headers whose effect is not done here: to pass over one would be to lie about the object.
_UNDONE_HEADERS = (
    "x-amz-copy-source",
    "x-amz-acl",
    "x-amz-tagging",
    "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-object-lock-mode",
    "x-amz-website-redirect-location",
    "x-amz-trailer",
)
_CHECKSUMS = ("crc32", "sha1", "sha256")
_ALL_CHECKSUMS = (*_CHECKSUMS, "crc32c", "crc64nvme")


def is_done(method: str, is_object: bool, query: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Return whether everything that a request asks for is done here; what is not is to be answered 501."""
    allowed = _DONE.get((method, is_object))
    if allowed is None:
        return True  # the method itself is refused
    if "list-type" in allowed and query.get("list-type") != "2":
        return False
    named = set(query) - _SIGNED - allowed
    return not named and not any(headers.get(name) for name in _UNDONE_HEADERS)


def read_status(record: ObjectRecord, headers: Mapping[str, str]) -> int:
    """Return 200, 304 or 412: what the conditions of a GET or HEAD make of `record` (RFC 9110, section 13.2.2)."""
    modified = int(record.modified)
    if "if-match" in headers:
        if not _names(headers["if-match"], record.etag):
            return 412
    elif (since := _seconds(headers.get("if-unmodified-since"))) is not None and modified > since:
        return 412
    if "if-none-match" in headers:
        return 304 if _names(headers["if-none-match"], record.etag) else 200
    since = _seconds(headers.get("if-modified-since"))
    return 304 if since is not None and modified <= since else 200


def write_fault(record: ObjectRecord | None, headers: Mapping[str, str]) -> str:
    """Return S3's code where the conditions of a PUT are not met by what is there, else an empty string."""
    if headers.get("if-none-match") == "*" and record is not None:
        return "PreconditionFailed"
    if wanted := headers.get("if-match"):
        if record is None:
            return "NoSuchKey"
        return "" if _names(wanted, record.etag) else "PreconditionFailed"
    return ""


class Digests:
    """Everything that a client may ask to be compared with the bytes that came."""

    def __init__(self) -> None:
        self._crc32 = 0
        self._hashes = {
            "md5": hashlib.md5(usedforsecurity=False),
            "sha1": hashlib.sha1(usedforsecurity=False),
            "sha256": hashlib.sha256(),
        }

    def update(self, chunk: bytes) -> None:
        """Take in the next bytes."""
        self._crc32 = zlib.crc32(chunk, self._crc32)
        for one in self._hashes.values():
            one.update(chunk)

    def hexadecimal(self, name: str) -> str:
        """Return a digest (md5, sha1, sha256) in hexadecimal."""
        return self._hashes[name].hexdigest()

    def fault(self, headers: Mapping[str, str]) -> str:
        """Return S3's code for the first digest in `headers` that is malformed or not that of the bytes."""
        if (stated := headers.get("content-md5")) is not None:
            if len(_decoded(stated)) != 16:
                return "InvalidDigest"
            if _decoded(stated) != self._hashes["md5"].digest():
                return "BadDigest"
        for name in _ALL_CHECKSUMS:
            stated = headers.get(f"x-amz-checksum-{name}")
            if stated is not None and name not in _CHECKSUMS:
                return "NotImplemented"
            if stated is not None and _decoded(stated) != self._bytes(name):
                return "BadDigest"
        return ""

    def _bytes(self, name: str) -> bytes:
        return self._crc32.to_bytes(4, "big") if name == "crc32" else self._hashes[name].digest()


def _names(header: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")}
    return "*" in tags or etag in tags


def _seconds(header: str | None) -> float | None:
    """A date that cannot be read is no condition (RFC 9110, section 13.1.3)."""
    try:
        return parsedate_to_datetime(header).timestamp() if header else None
    except ValueError:
        return None


def _decoded(stated: str) -> bytes:
    try:
        return base64.b64decode(stated, validate=True)
    except binascii.Error:
        return b""
