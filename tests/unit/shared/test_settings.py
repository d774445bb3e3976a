"""A store in one address: what is in it, and what is refused without repeating it."""

import pytest

from shared.environment import SettingMissing
from shared.settings import StoreSettings, store_of


@pytest.mark.parametrize(
    ("url", "store"),
    [
        (
            "https://key:secret@s3.us-west-2.amazonaws.com/media?region=us-west-2",
            StoreSettings("https://s3.us-west-2.amazonaws.com", "us-west-2", "media", "key", "secret"),
        ),
        (
            "http://key:a%2Fb%2Bc@localhost:8888/.local/objects/media/",
            StoreSettings("http://localhost:8888/.local/objects", "us-east-1", "media", "key", "a/b+c"),
        ),
    ],
)
def test_a_store_in_one_address(url: str, store: StoreSettings) -> None:
    """Key, secret, host with its port and path, bucket and region come apart; what was percent-encoded is itself."""
    assert store_of(url, "MEDIA_S3_URL") == store


@pytest.mark.parametrize(
    "url",
    [
        "https://host/bucket",
        "https://key:topsecret@host",
        "ftp://key:topsecret@host/b",
        "https://key:topsecret@[x/b",
        "x",
    ],
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """The setting is named, and nothing of what it holds."""
    with pytest.raises(SettingMissing, match="MEDIA_S3_URL must be") as refused:
        store_of(url, "MEDIA_S3_URL")
    assert "topsecret" not in str(refused.value)
