"""The object store as an ASGI app: as much of S3 as boto3 and presigned addresses need.

It is served wherever it is mounted (`root_path`), or at the root. GET, HEAD, PUT and DELETE of objects,
ListObjectsV2, multipart uploads, DeleteObjects; path addressing; every request must be signed with the owner's
keys, and a presigned one must not have expired.
"""

import hashlib
import json
import re
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

from starlette.types import Receive, Scope, Send

from netlify.byte_ranges import send_bytes
from netlify.standins.s3.conditions import Digests, is_done, write_fault
from netlify.standins.s3.documents import document, known, texts
from netlify.standins.s3.exchange import Answered, Asked, S3Error, number
from netlify.standins.s3.folder import ObjectFolder, ObjectRecord
from netlify.standins.s3.reading import list_objects, read_object
from netlify.standins.s3.signatures import Keys, SignatureRefused, SignedRequest, verify

CLOSED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
STATUS = {
    "NoSuchKey": 404,
    "NoSuchBucket": 404,
    "NoSuchUpload": 404,
    "InvalidPart": 400,
    "BadDigest": 400,
    "XAmzContentSHA256Mismatch": 400,
    "MalformedXML": 400,
    "NotImplemented": 501,
    "KeyTooLongError": 400,
    "MethodNotAllowed": 405,
    "InvalidBucketName": 400,
    "InvalidDigest": 400,
    "PreconditionFailed": 412,
    "AuthorizationHeaderMalformed": 400,
    "InvalidArgument": 400,
}


_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


class ClientLeft(Exception):
    """The client closed its connection before its object was whole."""


class Objects:
    """The ASGI app of the store."""

    def __init__(self, folder: ObjectFolder, keys: Keys):
        self._folder = folder
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request in S3's manner, refusals too; a client that left is answered nothing."""
        try:
            answer = await self._answer(self._asked(scope), receive)
        except ClientLeft:
            return
        except (S3Error, SignatureRefused) as refusal:
            status = STATUS.get(refusal.code, 403)
            body = document("Error", f"<Code>{refusal.code}</Code><RequestId>{uuid.uuid4()}</RequestId>")
            headers = {"content-type": "application/xml"}
            if scope["method"] in {"PUT", "POST"}:
                headers["connection"] = "close"  # its body may not have been read
            answer = Answered(status, b"" if scope["method"] == "HEAD" else body, headers)
        length = answer.span[1] - answer.span[0] if answer.file else len(answer.body)
        headers = {
            "x-content-type-options": "nosniff",
            "content-security-policy": CLOSED,
            "cache-control": "private, no-store",
            "content-length": str(length),
        }
        headers |= answer.headers
        if answer.file and scope["method"] == "GET":
            await send({"type": "http.response.start", "status": answer.status, "headers": _encoded(headers)})
            await send_bytes(answer.file, *answer.span, send)
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "http.response.start", "status": answer.status, "headers": _encoded(headers)})
            await send({"type": "http.response.body", "body": answer.body})

    def _asked(self, scope: Scope) -> Asked:
        """Check the signature and take the address apart."""
        path = scope["raw_path"].decode("latin-1").partition("?")[0]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        query = scope["query_string"].decode("latin-1")
        digest = verify(SignedRequest(scope["method"], path, query, headers), self._keys, datetime.now(UTC))
        bucket, _, key = path.removeprefix(scope.get("root_path", "")).lstrip("/").partition("/")
        parameters = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
        return Asked(scope["method"], unquote(bucket), unquote(key), parameters, headers, digest)

    async def _answer(self, asked: Asked, receive: Receive) -> Answered:
        if not is_done(asked.method, bool(asked.key), asked.query, asked.headers):
            raise S3Error("NotImplemented")
        if asked.method == "PUT" and not asked.key:
            self._folder.make_bucket(_bucket_name(asked.bucket))
            return Answered(headers={"location": f"/{asked.bucket}"})
        if not self._folder.has_bucket(asked.bucket):
            raise S3Error("NoSuchBucket")
        if asked.method in {"GET", "HEAD"}:
            return read_object(self._folder, asked) if asked.key else list_objects(self._folder, asked)
        if asked.method == "DELETE" and asked.key:
            self._remove(asked)
            return Answered(204)
        if asked.method not in {"PUT", "POST"}:
            raise S3Error("MethodNotAllowed")
        content, md5 = await self._receive(asked, receive)
        try:
            return self._put(asked, content, md5) if asked.method == "PUT" else self._post(asked, content)
        finally:
            content.unlink(missing_ok=True)

    def _remove(self, asked: Asked) -> None:
        if "uploadId" in asked.query:
            self._folder.drop_upload(asked.bucket, asked.query["uploadId"])
        else:
            self._folder.delete(asked.bucket, asked.key)

    async def _receive(self, asked: Asked, receive: Receive) -> tuple[Path, str]:
        """Write the body to a file; return it with its MD5. What was signed must be what came."""
        if "aws-chunked" in asked.headers.get("content-encoding", ""):
            raise S3Error("NotImplemented")
        path = self._folder.unfinished(asked.bucket)
        try:
            digests = await _write(path, receive)
            fault = digests.fault(asked.headers)
            if asked.digest not in {"UNSIGNED-PAYLOAD", digests.hexadecimal("sha256")}:
                fault = "XAmzContentSHA256Mismatch"
            if fault:
                raise S3Error(fault)  # noqa: TRY301 (the file goes either way)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path, digests.hexadecimal("md5")

    def _put(self, asked: Asked, content: Path, md5: str) -> Answered:
        if "uploadId" in asked.query:
            folder = self._upload(asked)
            content.rename(folder / f"{number(asked.query.get('partNumber', '')):05}-{md5}")
        elif fault := write_fault(self._folder.find(asked.bucket, asked.key), asked.headers):
            raise S3Error(fault)
        else:
            self._keep(asked.bucket, asked.key, content, md5, known(asked.headers))
        return Answered(headers={"etag": f'"{md5}"'})

    def _post(self, asked: Asked, content: Path) -> Answered:
        if "uploads" in asked.query:
            upload = self._folder.begin_upload(asked.bucket, known(asked.headers))
            body = f"<Bucket>{escape(asked.bucket)}</Bucket><Key>{escape(asked.key)}</Key><UploadId>{upload}</UploadId>"
            return Answered(200, document("InitiateMultipartUploadResult", body), {"content-type": "application/xml"})
        if "uploadId" in asked.query:
            return self._complete(asked, content)
        if "delete" in asked.query:
            keys = texts(content, "Object", "Key")
            for key in keys:
                self._folder.delete(asked.bucket, key)
            body = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
            return Answered(200, document("DeleteResult", body), {"content-type": "application/xml"})
        raise S3Error("NotImplemented")

    def _complete(self, asked: Asked, content: Path) -> Answered:
        """Join the parts that the client lists, in its order; the ETag is S3's: digest of digests, and a count."""
        folder = self._upload(asked)
        numbers, tags = texts(content, "Part", "PartNumber"), texts(content, "Part", "ETag")
        parts = [folder / f"{int(number):05}-{tag.strip(chr(34))}" for number, tag in zip(numbers, tags, strict=True)]
        if not parts or not all(part.is_file() for part in parts):
            raise S3Error("InvalidPart")
        joined = self._folder.unfinished(asked.bucket)
        digests = b""
        with joined.open("wb") as file:
            for part in parts:
                digests += bytes.fromhex(part.name[6:])
                file.write(part.read_bytes())
        etag = f"{hashlib.md5(digests, usedforsecurity=False).hexdigest()}-{len(parts)}"
        self._keep(asked.bucket, asked.key, joined, etag, json.loads((folder / "known.json").read_text()))
        self._folder.drop_upload(asked.bucket, asked.query["uploadId"])
        body = f'<Bucket>{escape(asked.bucket)}</Bucket><Key>{escape(asked.key)}</Key><ETag>"{etag}"</ETag>'
        return Answered(200, document("CompleteMultipartUploadResult", body), {"content-type": "application/xml"})

    def _upload(self, asked: Asked) -> Path:
        folder = self._folder.upload_folder(asked.bucket, asked.query["uploadId"])
        if folder is None:
            raise S3Error("NoSuchUpload")
        return folder

    def _keep(self, bucket: str, key: str, content: Path, etag: str, about: Mapping[str, Any]) -> None:
        if len(key.encode()) > 1024:
            raise S3Error("KeyTooLongError")
        record = ObjectRecord(key=key, size=content.stat().st_size, etag=etag, modified=time.time(), **about)
        self._folder.put(bucket, record, content)


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]


def _bucket_name(name: str) -> str:
    """Return `name` where S3 would take it for a bucket's; it becomes a folder's."""
    if not _BUCKET.fullmatch(name):
        raise S3Error("InvalidBucketName")
    return name


async def _write(path: Path, receive: Receive) -> Digests:
    """Write the request's body to `path`; return its digests. Raises ClientLeft."""
    digests = Digests()
    with path.open("wb") as file:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientLeft
            chunk, more = message.get("body", b""), message.get("more_body", False)
            file.write(chunk)
            digests.update(chunk)
    return digests
