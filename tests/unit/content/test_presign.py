"""Signed addresses: what is signed is what a browser sends."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from netlify.standins.s3.signatures import Keys, SignatureRefused, SignedRequest, verify
from shared.content.presign import presign
from shared.settings import StoreSettings

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ("https://Store.Example.com:443", "store.example.com"),
        ("HTTPS://store.example.com:", "store.example.com"),
        ("http://127.0.0.1:80/objects", "127.0.0.1"),
        ("https://store.example.com:9000", "store.example.com:9000"),
        ("http://store.example.com:443", "store.example.com:443"),
        ("https://[::1]:443", "[::1]"),
        ("https://[::1]:9000", "[::1]:9000"),
    ],
)
def test_the_signed_host_is_the_one_a_browser_sends(endpoint: str, host: str) -> None:
    """Lower case and without the scheme's own port, in the address as under the signature."""
    store = StoreSettings(endpoint, "eu-west-1", "media", "id", "secret")
    address = urlsplit(presign(store, "GET", "media/ä film.mp4", 60, NOW))
    assert address.netloc == host
    request = SignedRequest("GET", address.path, address.query, {"host": host})
    assert verify(request, Keys("id", "secret", "eu-west-1"), NOW) == "UNSIGNED-PAYLOAD"
    with pytest.raises(SignatureRefused):
        verify(request._replace(headers={"host": host + ":1"}), Keys("id", "secret", "eu-west-1"), NOW)
