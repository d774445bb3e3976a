"""The terms: whether the reader has agreed to the version that counts, and keeping that they did."""

from shared import settings
from shared.accounts import queries
from shared.accounts.read import read_account
from shared.database import Identity, one_read, one_trip
from shared.problems import Conflict


def read_terms(reader: Identity) -> dict[str, object]:
    """Return the version that counts, None where nobody is asked, and whether the reader has agreed to it."""
    version = settings.terms_version()
    agreed = queries.select_agrees_to(one_read(reader), version)  # asked in any case: whoever was erased is told so
    return {"version": version or None, "agreed": agreed or not version}


def agree(reader: Identity, version: str) -> None:
    """Keep that the reader agreed to `version`; Conflict when another counts by now."""
    read_account(reader)
    if version != settings.terms_version():
        raise Conflict("Another version of the terms counts by now. Load the page again and read that one.")
    queries.agree_to_terms(one_trip(reader), version)
