"""Who was erased, told to the backups' store by a keyed hash of each, so that no restore brings them back.

By signed addresses and the standard library: the function that erases an account tells it at once, and boto3's import
would keep whoever leaves waiting.
"""

import urllib.request
from datetime import UTC, datetime
from http.client import HTTPException

from shared import environment, settings
from shared.content.presign import presign
from shared.database import JOBS, one_trip
from shared.deadline import within
from shared.operations.backups import erasure_queries
from shared.problems import Unavailable

ERASURES = "erasures/"
SECONDS = 3.0
ADDRESS_SECONDS = 60


class StoreAway(Unavailable):
    """The backups' store does not take what it is told."""


def tell_erasures() -> int:
    """Tell the store of whoever was erased since it was last told; return how many. Raises StoreAway.

    Does nothing where no store is set.
    """
    if not environment.read("BACKUP_S3_URL"):
        return 0
    digests = erasure_queries.select_unstored_erasures(one_trip(JOBS))
    for digest in digests:
        _tell(digest)
        erasure_queries.note_stored_erasures(one_trip(JOBS), [digest])
    return len(digests)


def _tell(digest: str) -> None:
    address = presign(settings.backup_store(), "PUT", ERASURES + digest, ADDRESS_SECONDS, datetime.now(UTC))
    request = urllib.request.Request(address, b"", method="PUT")  # noqa: S310 (our own setting)
    try:
        within(SECONDS, lambda: urllib.request.urlopen(request, timeout=SECONDS).close())  # noqa: S310
    except (OSError, HTTPException) as failure:
        raise StoreAway("It will be told again.") from failure
