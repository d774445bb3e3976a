"""The S3 stand-in, driven by boto3 and by presigned addresses."""

from collections.abc import Generator
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from netlify.standins.s3.app import Objects
from netlify.standins.s3.folder import ObjectFolder
from netlify.standins.s3.signatures import Keys
from tests.standins.s3.client import client
from tests.support.stripe_stand_in import running

KEYS = Keys("local", "secret")
BUCKET = "media"
BODIES = (b"one ", b"two")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """A served store with one bucket."""
    folder = ObjectFolder(tmp_path_factory.mktemp("objects"))
    folder.make_bucket(BUCKET)
    with running(Objects(folder, KEYS), lifespan="off") as port:
        yield f"http://127.0.0.1:{port}"


def store_of(endpoint: str, secret: str = KEYS.secret_access_key) -> Any:
    """Return boto3's client for it."""
    return client(endpoint, KEYS.access_key_id, secret)


def test_an_object_comes_back_as_it_was_put(endpoint: str) -> None:
    """Bytes, kind, metadata and ETag are those of the put, whatever the key is made of."""
    store = store_of(endpoint)
    for key in ("plain", "a/b/../c.txt", "ä ö+%2F&=?#", ".", "x" * 1024):
        put = store.put_object(
            Bucket=BUCKET, Key=key, Body=b"\0bytes", ContentType="video/mp4", Metadata={"sha256": "1f"}
        )
        got = store.get_object(Bucket=BUCKET, Key=key)
        assert got["Body"].read() == b"\0bytes"
        assert (got["ContentType"], got["Metadata"], got["ETag"]) == ("video/mp4", {"sha256": "1f"}, put["ETag"])


def test_one_range_is_answered_in_part(endpoint: str) -> None:
    """A range gives 206 and its bytes; one beyond the end is 416."""
    store = store_of(endpoint)
    store.put_object(Bucket=BUCKET, Key="film", Body=b"0123456789")
    part = store.get_object(Bucket=BUCKET, Key="film", Range="bytes=2-4")
    assert (part["Body"].read(), part["ContentRange"]) == (b"234", "bytes 2-4/10")
    address = store.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "film"})
    assert httpx.get(address, headers={"range": "bytes=10-"}).status_code == 416


def test_a_list_has_pages_prefixes_and_groups(endpoint: str) -> None:
    """ListObjectsV2 gives keys in order, page by page, and one entry for all below a delimiter."""
    store = store_of(endpoint)
    for key in ("list/1", "list/2", "list/deep/3", "list/deep/4"):
        store.put_object(Bucket=BUCKET, Key=key, Body=b"")
    pages = store.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix="list/", Delimiter="/", PaginationConfig={"PageSize": 2}
    )
    found = list(pages)
    assert [entry["Key"] for page in found for entry in page.get("Contents", [])] == ["list/1", "list/2"]
    assert [entry["Prefix"] for page in found for entry in page.get("CommonPrefixes", [])] == ["list/deep/"]


def test_an_upload_in_parts_is_joined(endpoint: str) -> None:
    """Parts are joined in the client's order, and the ETag counts them."""
    store = store_of(endpoint)
    upload = store.create_multipart_upload(Bucket=BUCKET, Key="joined", ContentType="text/plain")["UploadId"]
    place = {"Bucket": BUCKET, "Key": "joined", "UploadId": upload}
    tags = [store.upload_part(**place, PartNumber=number, Body=body)["ETag"] for number, body in enumerate(BODIES, 1)]
    parts = [{"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, 1)]
    done = store.complete_multipart_upload(**place, MultipartUpload={"Parts": parts})
    got = store.get_object(Bucket=BUCKET, Key="joined")
    assert got["Body"].read() == b"".join(BODIES)
    assert done["ETag"].endswith('-2"')
    assert got["ContentType"] == "text/plain"


def test_what_is_deleted_is_gone(endpoint: str) -> None:
    """One object or many: a deleted one is NoSuchKey, and one that was never there is no error."""
    store = store_of(endpoint)
    for key in ("gone/1", "gone/2"):
        store.put_object(Bucket=BUCKET, Key=key, Body=b"")
    store.delete_object(Bucket=BUCKET, Key="gone/1")
    store.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "gone/2"}, {"Key": "gone/never"}]})
    for key in ("gone/1", "gone/2"):
        with pytest.raises(ClientError, match="NoSuchKey"):
            store.get_object(Bucket=BUCKET, Key=key)


def test_only_the_holder_of_the_keys_is_answered(endpoint: str) -> None:
    """Another secret, no signature and an address whose time is over are refused, each in S3's words."""
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        store_of(endpoint, "other").list_objects_v2(Bucket=BUCKET)
    assert httpx.get(f"{endpoint}/{BUCKET}/film").status_code == 403
    expired = store_of(endpoint).generate_presigned_url(
        "get_object", Params={"Bucket": BUCKET, "Key": "film"}, ExpiresIn=1
    )
    stamp = httpx.URL(expired).params["X-Amz-Date"]
    older = expired.replace(stamp, f"{int(stamp[:4]) - 1}{stamp[4:]}")
    assert httpx.get(older).status_code == 403


def test_what_it_does_not_do_it_says(endpoint: str) -> None:
    """Copying is 501, an unknown bucket is NoSuchBucket, and neither leaves anything behind."""
    store = store_of(endpoint)
    store.put_object(Bucket=BUCKET, Key="source", Body=b"kept")
    with pytest.raises(ClientError, match="NotImplemented"):
        store.copy_object(Bucket=BUCKET, Key="copy", CopySource=f"{BUCKET}/source")
    with pytest.raises(ClientError, match="NoSuchBucket"):
        store.list_objects_v2(Bucket="unknown")
    assert store.get_object(Bucket=BUCKET, Key="source")["Body"].read() == b"kept"
    assert store.list_objects_v2(Bucket=BUCKET, Prefix="copy")["KeyCount"] == 0
