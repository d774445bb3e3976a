"""Objects given back: GET, HEAD and ListObjectsV2."""

from email.utils import formatdate
from xml.sax.saxutils import escape

from netlify.byte_ranges import byte_range
from netlify.standins.s3.conditions import read_status
from netlify.standins.s3.documents import KEPT, document, listed_object, listed_prefix
from netlify.standins.s3.exchange import Answered, Asked, S3Error, number
from netlify.standins.s3.folder import ObjectFolder

MOST_KEYS = 1000


def read_object(folder: ObjectFolder, asked: Asked) -> Answered:
    """Return an object, or one range of it, as far as the request's conditions let it."""
    record = folder.find(asked.bucket, asked.key)
    if record is None:
        raise S3Error("NoSuchKey")
    condition = read_status(record, asked.headers)
    if condition == 412:
        raise S3Error("PreconditionFailed")
    if condition == 304:
        return Answered(304, headers={"etag": f'"{record.etag}"'})
    status, begin, end = byte_range(asked.headers.get("range", ""), record.size)
    headers = {
        **record.headers,
        "etag": f'"{record.etag}"',
        "last-modified": formatdate(record.modified, usegmt=True),
        "accept-ranges": "bytes",
        "content-type": record.content_type,
        **{f"x-amz-meta-{name}": value for name, value in record.metadata.items()},
    }
    if status == 206:
        headers["content-range"] = f"bytes {begin}-{end - 1}/{record.size}"
    for name in ("content-type", *KEPT):
        if (value := asked.query.get(f"response-{name}")) and value.isprintable():
            headers[name] = value
    return Answered(status, b"", headers, folder.content(asked.bucket, asked.key), (begin, end))


def list_objects(folder: ObjectFolder, asked: Asked) -> Answered:
    """Return one page of ListObjectsV2."""
    prefix, delimiter = asked.query.get("prefix", ""), asked.query.get("delimiter", "")
    after = asked.query.get("continuation-token") or asked.query.get("start-after", "")
    most = min(number(asked.query.get("max-keys", str(MOST_KEYS))), MOST_KEYS)
    entries: dict[str, str] = {}
    last = ""
    for record in folder.list(asked.bucket, prefix, after):
        head, found, _ = record.key[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
        group = prefix + head + found if found else ""
        if group and group in entries:
            last = record.key
            continue
        if len(entries) == most:
            break
        entries[group or record.key] = listed_prefix(group) if group else listed_object(record)
        last = record.key
    else:
        last = ""
    more = f"<NextContinuationToken>{escape(last)}</NextContinuationToken>" if last else ""
    body = (
        f"<Name>{escape(asked.bucket)}</Name><Prefix>{escape(prefix)}</Prefix><MaxKeys>{most}</MaxKeys>"
        f"<KeyCount>{len(entries)}</KeyCount><IsTruncated>{'true' if last else 'false'}</IsTruncated>"
        f"{more}{''.join(entries.values())}"
    )
    return Answered(200, document("ListBucketResult", body), {"content-type": "application/xml"})
