"""What the S3 stand-in keeps, compares and refuses, as S3 documents it."""

from collections.abc import Generator
from typing import Any

import boto3
import pytest
from botocore.client import Config
from botocore.exceptions import ClientError

from netlify.standins.s3.app import Objects
from netlify.standins.s3.folder import ObjectFolder
from netlify.standins.s3.signatures import Keys
from tests.standins.s3.client import client
from tests.support.stripe_stand_in import running

PLACE = {"Bucket": "media", "Key": "film"}
MD5_OF_KEPT = "TYtghPPRZ7dsrGaiKpG+Ag=="


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """A served store with one bucket."""
    folder = ObjectFolder(tmp_path_factory.mktemp("objects"))
    folder.make_bucket("media")
    with running(Objects(folder, Keys("local", "secret")), lifespan="off") as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def store(endpoint: str) -> Any:
    """Return boto3's client, and one object in the store."""
    made = client(endpoint, "local", "secret")
    made.put_object(**PLACE, Body=b"kept", CacheControl="no-cache", ContentDisposition="inline", ContentLanguage="en")
    return made


def code(refused: pytest.ExceptionInfo[ClientError]) -> str:
    """Return S3's code (the status, where an answer has no body)."""
    return refused.value.response.get("Error", {}).get("Code", "")


def content(store: Any) -> bytes:
    """Return what the one object holds now."""
    return store.get_object(**PLACE)["Body"].read()


def test_headers_of_the_object_come_back(store: Any) -> None:
    """Cache-Control and its kind are kept with the object and given with it."""
    got = store.get_object(**PLACE)
    assert (got["CacheControl"], got["ContentDisposition"], got["ContentLanguage"]) == ("no-cache", "inline", "en")


@pytest.mark.parametrize("subresource", ["tagging", "acl", "retention", "legal_hold", "torrent"])
def test_a_subresource_is_not_its_object(store: Any, subresource: str) -> None:
    """What is asked of tags, rights and the like is 501 in the store's own name, and the object stays as it was."""
    asked = {
        "tagging": lambda: store.put_object_tagging(**PLACE, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}),
        "acl": lambda: store.put_object_acl(**PLACE, ACL="private"),
        "retention": lambda: store.put_object_retention(**PLACE, Retention={"Mode": "GOVERNANCE"}),
        "legal_hold": lambda: store.put_object_legal_hold(**PLACE, LegalHold={"Status": "ON"}),
        "torrent": lambda: store.get_object_torrent(**PLACE),
    }[subresource]
    with pytest.raises(ClientError) as refused:
        asked()
    assert code(refused) == "NotImplemented"
    assert content(store) == b"kept"


def test_deleting_tags_deletes_no_object(store: Any) -> None:
    """`DELETE ?tagging` is 501; the object is still there."""
    with pytest.raises(ClientError, match="NotImplemented"):
        store.delete_object_tagging(**PLACE)
    assert content(store) == b"kept"


@pytest.mark.parametrize(
    "asked",
    [{"ServerSideEncryption": "AES256"}, {"Tagging": "a=b"}, {"ACL": "public-read"}, {"ChecksumCRC32C": "AAAAAA=="}],
)
def test_a_promise_that_is_not_kept_here_is_refused(store: Any, asked: dict[str, str]) -> None:
    """Encryption, tags, rights and checksums that are not done are 501, never passed over."""
    with pytest.raises(ClientError, match="NotImplemented"):
        store.put_object(**PLACE, Body=b"other", **asked)
    assert content(store) == b"kept"


def test_conditions_of_a_read(store: Any) -> None:
    """If-Match, If-None-Match and the two dates answer 412 and 304 as HTTP says."""
    kept = store.head_object(**PLACE)
    assert store.get_object(**PLACE, IfMatch=kept["ETag"])["ETag"] == kept["ETag"]
    for condition, status in (
        ({"IfMatch": '"other"'}, 412),
        ({"IfNoneMatch": kept["ETag"]}, 304),
        ({"IfModifiedSince": kept["LastModified"]}, 304),
        ({"IfUnmodifiedSince": "2001-01-01T00:00:00Z"}, 412),
    ):
        with pytest.raises(ClientError) as refused:
            store.get_object(**PLACE, **condition)
        assert refused.value.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == status, condition


def test_conditions_of_a_write(store: Any) -> None:
    """`If-None-Match: *` writes only what is not there, If-Match only over what it names."""
    with pytest.raises(ClientError, match="PreconditionFailed"):
        store.put_object(**PLACE, Body=b"other", IfNoneMatch="*")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        store.put_object(**PLACE, Body=b"other", IfMatch='"another"')
    with pytest.raises(ClientError, match="NoSuchKey"):
        store.put_object(Bucket="media", Key="never", Body=b"other", IfMatch='"another"')
    assert content(store) == b"kept"
    store.put_object(**PLACE, Body=b"other", IfMatch=store.head_object(**PLACE)["ETag"])
    assert content(store) == b"other"


@pytest.mark.parametrize(
    ("digest", "expected"),
    [
        ({"ContentMD5": "AAAAAAAAAAAAAAAAAAAAAA=="}, "BadDigest"),
        ({"ContentMD5": "no digest"}, "InvalidDigest"),
        ({"ChecksumSHA256": "AAAA"}, "BadDigest"),
        ({"ChecksumCRC32": "AAAAAA=="}, "BadDigest"),
        ({"ChecksumSHA1": "AAAA"}, "BadDigest"),
    ],
)
def test_bytes_that_are_not_what_was_said_are_refused(store: Any, digest: dict[str, str], expected: str) -> None:
    """A digest that is malformed or another's leaves the object as it was."""
    with pytest.raises(ClientError) as refused:
        store.put_object(**PLACE, Body=b"other", **digest)
    assert code(refused) == expected
    assert content(store) == b"kept"


def test_the_right_digest_is_taken(store: Any) -> None:
    """Content-MD5 of the bytes themselves is no obstacle."""
    store.put_object(**PLACE, Body=b"kept", ContentMD5=MD5_OF_KEPT)
    assert content(store) == b"kept"


def test_another_region_is_refused(endpoint: str) -> None:
    """A signature for another region is AuthorizationHeaderMalformed, as Amazon says it."""
    other = boto3.client(  # pyright: ignore[reportUnknownMemberType] (hundreds of overloads, most of unknown types)
        "s3",
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id="local",
        aws_secret_access_key="secret",
        config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1}),
    )
    with pytest.raises(ClientError, match="AuthorizationHeaderMalformed"):
        other.list_objects_v2(Bucket="media")


def test_the_older_list_is_not_given_for_the_newer(store: Any) -> None:
    """ListObjects of the first version is 501: its answer has other members."""
    with pytest.raises(ClientError, match="NotImplemented"):
        store.list_objects(Bucket="media")
