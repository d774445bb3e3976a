"""The object stores, through boto3: Amazon's or any that speaks its protocol. For the operator and the jobs only.

What readers are given are signed addresses, which shared/content/presign.py makes without an SDK.
"""

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from shared.deadline import within
from shared.problems import Unavailable
from shared.settings import StoreSettings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef, GetObjectOutputTypeDef, ListObjectsV2OutputTypeDef

Answer = TypeVar("Answer")

CONNECT_SECONDS = 5
READ_SECONDS = 20
ATTEMPTS = 4
PAGE_KEYS = 1000
CHUNK_BYTES = 1024 * 1024
REQUEST_SECONDS = 60  # the limit of one request with all its attempts, a body's time apart
SLOWEST_BYTES_A_SECOND = 100_000
# HEAD has no body and so no code; without the right to list, a key that is not there is answered 403.
_MISSING = frozenset({"403", "404", "NoSuchKey", "NotFound"})
_MAY_NOT_LIST = "AccessDenied"


class StoreUnavailable(Unavailable):
    """The object store does not answer as it should."""


class ObjectMissing(StoreUnavailable):
    """The object store has no such object."""


class Stored(NamedTuple):
    """What a store says about an object it holds."""

    size: int
    content_type: str


class Store:
    """One bucket. Every method raises StoreUnavailable in a sentence that holds the store's own code, never a key."""

    def __init__(self, store: StoreSettings):
        self._bucket = store.bucket
        self._endpoint = store.endpoint
        with _in_a_sentence(store.endpoint):
            self._client = _client(store)

    def require(self) -> None:
        """Ask for the bucket itself; keys that may read and write but not list are enough."""
        try:
            self._ask(lambda client: client.list_objects_v2(Bucket=self._bucket, MaxKeys=1))
        except StoreUnavailable as refusal:
            if _MAY_NOT_LIST not in refusal.detail:
                raise

    def find(self, key: str) -> Stored | None:
        """Return what the store says about `key`; None where it holds no such object, as far as the keys may know."""
        from botocore.exceptions import ClientError

        def head(client: "S3Client") -> Stored | None:
            try:
                answer = client.head_object(Bucket=self._bucket, Key=key)
            except ClientError as refusal:
                if refusal.response.get("Error", {}).get("Code") in _MISSING:
                    return None
                raise
            return Stored(answer["ContentLength"], answer["ContentType"])

        return self._ask(head)

    def put(self, key: str, content: bytes, content_type: str, cache_control: str) -> None:
        """Store `content` whole, its SHA-256 signed with the request, and read its length back."""
        self._ask(
            lambda client: client.put_object(
                Bucket=self._bucket, Key=key, Body=content, ContentType=content_type, CacheControl=cache_control
            ),
            len(content),
        )
        kept = self.find(key)
        if kept is None or kept.size != len(content):
            said = "nothing" if kept is None else f"{kept.size:,} bytes"
            raise StoreUnavailable(f"It took {len(content):,} bytes as {key} and has {said} there.")

    def read(self, key: str) -> Iterator[bytes]:
        """Return the content of `key`, a mebibyte at a time; raises ObjectMissing at once where it is not there."""
        body = self._ask(_or_missing(self._bucket, key))["Body"]

        def chunks() -> Iterator[bytes]:
            with contextlib.closing(body):
                while chunk := self._ask(lambda _: body.read(CHUNK_BYTES), CHUNK_BYTES):
                    yield chunk

        return chunks()

    def delete(self, key: str) -> None:
        """Remove `key`; one that is not there is no error."""
        self._ask(lambda client: client.delete_object(Bucket=self._bucket, Key=key))

    def begin_upload(self, key: str) -> str:
        """Begin to store `key` in parts; return the upload's id. Nothing is there before it is complete."""
        return self._ask(
            lambda client: client.create_multipart_upload(
                Bucket=self._bucket, Key=key, ContentType="application/octet-stream"
            )
        )["UploadId"]

    def put_part(self, key: str, upload: str, number: int, content: bytes) -> str:
        """Store part `number` (from 1) of an upload; return the tag by which it is told when the upload is complete."""
        return self._ask(
            lambda client: client.upload_part(
                Bucket=self._bucket, Key=key, UploadId=upload, PartNumber=number, Body=content
            ),
            len(content),
        )["ETag"]

    def complete_upload(self, key: str, upload: str, tags: Sequence[str]) -> None:
        """Join the parts: from here on the object is there, whole."""
        parts: list[CompletedPartTypeDef] = [
            {"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, start=1)
        ]
        self._ask(
            lambda client: client.complete_multipart_upload(
                Bucket=self._bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
            )
        )

    def abort_upload(self, key: str, upload: str) -> None:
        """Give an upload up, with the parts that were stored."""
        self._ask(lambda client: client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload))

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the key and the size in bytes of every object below `prefix`."""
        page = self._ask(lambda client: client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, MaxKeys=PAGE_KEYS))
        while True:
            yield from ((entry.get("Key", ""), entry.get("Size", 0)) for entry in page.get("Contents", []))
            after = page.get("NextContinuationToken", "")
            if not after:
                return
            page = self._ask(_next_page(self._bucket, prefix, after))

    def _ask(self, call: "Callable[[S3Client], Answer]", bytes_sent: int = 0) -> Answer:
        """Run `call` under one limit for everything it does: a store that drips keeps nobody."""
        seconds = REQUEST_SECONDS + bytes_sent / SLOWEST_BYTES_A_SECOND
        with _in_a_sentence(self._endpoint):
            return within(seconds, lambda: call(self._client))


def _or_missing(bucket: str, key: str) -> "Callable[[S3Client], GetObjectOutputTypeDef]":
    from botocore.exceptions import ClientError

    def get(client: "S3Client") -> "GetObjectOutputTypeDef":
        try:
            return client.get_object(Bucket=bucket, Key=key)
        except ClientError as refusal:
            if refusal.response.get("Error", {}).get("Code") in _MISSING:
                raise ObjectMissing(f"It has no {key}.") from None
            raise

    return get


def _next_page(bucket: str, prefix: str, after: str) -> "Callable[[S3Client], ListObjectsV2OutputTypeDef]":
    return lambda client: client.list_objects_v2(
        Bucket=bucket, Prefix=prefix, ContinuationToken=after, MaxKeys=PAGE_KEYS
    )


def _client(store: StoreSettings) -> "S3Client":
    import boto3
    from botocore.client import Config

    return boto3.client(  # pyright: ignore[reportUnknownMemberType] (hundreds of overloads, most of unknown types)
        "s3",
        endpoint_url=store.endpoint,
        region_name=store.region,
        aws_access_key_id=store.access_key_id,
        aws_secret_access_key=store.secret_access_key,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path", "payload_signing_enabled": True},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


@contextlib.contextmanager
def _in_a_sentence(endpoint: str) -> Generator[None]:
    """Say in one sentence, with the store's code, what boto3 raises."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as refusal:
        error = refusal.response.get("Error", {})
        status = refusal.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        raise StoreUnavailable(
            f"{endpoint} answered {status} {error.get('Code', '')} to {refusal.operation_name}."
        ) from None
    except (BotoCoreError, ValueError, OSError) as failure:
        said = " ".join(str(failure).split()) or type(failure).__name__
        raise StoreUnavailable(f"{endpoint} cannot be used: {said}".rstrip(".") + ".") from None
