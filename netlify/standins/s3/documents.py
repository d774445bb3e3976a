"""S3's XML, as far as the local object store reads and writes it."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from netlify.standins.s3.folder import ObjectRecord

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
LARGEST_BYTES = 4 * 1024 * 1024
KEPT = ("cache-control", "content-disposition", "content-encoding", "content-language", "expires")


def document(root: str, body: str) -> bytes:
    """Return `body` (XML) inside the element `root`."""
    namespace = "" if root == "Error" else f' xmlns="{NAMESPACE}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{namespace}>{body}</{root}>'.encode()


def listed_object(record: ObjectRecord) -> str:
    """Return an object's entry in a list."""
    modified = datetime.fromtimestamp(record.modified, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return (
        f"<Contents><Key>{escape(record.key)}</Key><LastModified>{modified}</LastModified>"
        f'<ETag>"{record.etag}"</ETag><Size>{record.size}</Size>'
        "<StorageClass>STANDARD</StorageClass></Contents>"
    )


def listed_prefix(prefix: str) -> str:
    """Return the entry that stands for every key below `prefix`."""
    return f"<CommonPrefixes><Prefix>{escape(prefix)}</Prefix></CommonPrefixes>"


def texts(content: Path, parent: str, name: str) -> list[str]:
    """Return the text of element `name` in each `parent` of a request's body, in order."""
    body = content.read_bytes()[:LARGEST_BYTES].decode("utf-8", "replace")
    parents = re.findall(rf"<{parent}>(.*?)</{parent}>", body, re.DOTALL)
    found = [re.search(rf"<{name}>(.*?)</{name}>", inner, re.DOTALL) for inner in parents]
    return [unescape(match[1].strip(), {"&quot;": '"', "&apos;": "'"}) if match else "" for match in found]


def known(headers: Mapping[str, str]) -> dict[str, object]:
    """Return what a request's headers say about the object it puts."""
    prefix = "x-amz-meta-"
    metadata = {name.removeprefix(prefix): value for name, value in headers.items() if name.startswith(prefix)}
    kept = {name: headers[name] for name in KEPT if name in headers}
    return {"content_type": headers.get("content-type", "binary/octet-stream"), "metadata": metadata, "headers": kept}
