"""Paid media into the object store, by presigned requests."""

from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from shared.authoring.assets import Asset
from shared.content.presign import presign
from shared.problems import Unavailable
from shared.settings import StoreSettings

REQUEST_SECONDS = 60


class MediaStoreUnavailable(Unavailable):
    """The object store for paid media does not answer as it should."""


def is_stored(store: StoreSettings, asset: Asset) -> bool:
    """Return whether the store holds `asset`, whole; raises MediaStoreUnavailable."""
    status, length = _request(store, "HEAD", asset)
    if status not in {200, 404}:
        raise MediaStoreUnavailable(f"It answered {status} when asked for {asset.object_key}; see MEDIA_S3_URL.")
    return status == 200 and length == len(asset.content)


def upload(store: StoreSettings, asset: Asset) -> None:
    """Put `asset` into the store; raises MediaStoreUnavailable."""
    status, _ = _request(store, "PUT", asset, asset.content)
    if status != 200:
        raise MediaStoreUnavailable(f"It answered {status} to {asset.object_key}; see MEDIA_S3_URL.")


def _request(store: StoreSettings, method: str, asset: Asset, body: bytes | None = None) -> tuple[int, int]:
    """Return the answer's status and content length."""
    address = urlsplit(presign(store, method, asset.object_key, REQUEST_SECONDS * 5, datetime.now(UTC)))
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = connect(address.netloc, timeout=REQUEST_SECONDS)
    headers = {"content-type": asset.content_type, "cache-control": "private, max-age=3600"} if body else {}
    try:
        connection.request(method, f"{address.path}?{address.query}", body, headers)
        answer = connection.getresponse()
        return answer.status, int(answer.getheader("content-length") or 0)
    except (OSError, HTTPException, ValueError) as failure:
        raise MediaStoreUnavailable(f"{store.endpoint} cannot be reached: {type(failure).__name__}.") from None
    finally:
        connection.close()
