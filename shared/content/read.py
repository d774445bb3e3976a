"""The course as one reader may see it. The database draws the wall; here its silence is put into words."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from shared import settings
from shared.content.queries import select_about, select_catalogue, select_medium, select_module
from shared.database import ANYONE, one_read
from shared.entitlement.problems import FullAccessRequired
from shared.identity import NOBODY, Reader
from shared.problems import NotFound, SignInRequired, Unavailable

PICTURE_SECONDS = 300
FILM_SECONDS = 4 * 3600  # a film is fetched in pieces for as long as it is watched


class Place(NamedTuple):
    """Where a media file can be fetched, and until when (RFC 3339; None: for ever)."""

    url: str
    expires_at: str | None


def read_catalogue() -> str:
    """Return the catalogue as JSON; raises Unavailable before the course was loaded."""
    catalogue = select_catalogue(one_read(ANYONE))
    if catalogue is None:
        raise Unavailable("The course has not been loaded yet (python -m shared course sync).", 60)
    return catalogue


def read_module(reader: Reader, slug: str) -> str:
    """Return the module as JSON; raises NotFound, SignInRequired or FullAccessRequired."""
    found = select_module(one_read(reader), slug)
    if found is None:
        raise NotFound("There is no such module.")
    if found.body is None:
        raise _locked(reader, "module")
    return found.body


def read_about(slug: str) -> str:
    """Return what everyone may know about the module as JSON; raises NotFound."""
    about = select_about(one_read(ANYONE), slug)
    if about is None:
        raise NotFound("There is no such module.")
    return about


def place_of_medium(reader: Reader, media_id: str) -> Place:
    """Return where the file can be fetched now; raises NotFound, SignInRequired or FullAccessRequired."""
    from uuid import UUID

    try:
        found = select_medium(one_read(reader), UUID(media_id))
    except ValueError:
        found = None
    if found is None:
        raise NotFound("There is no such picture or film.")
    if found.url is not None:
        return Place(found.url, None)
    if found.object_key is None:
        raise _locked(reader, "picture or film")
    from shared.content.presign import presign

    seconds = FILM_SECONDS if found.kind == "video" else PICTURE_SECONDS
    now = datetime.now(UTC)
    url = presign(settings.media_store(), "GET", found.object_key, seconds, now)
    return Place(url, (now + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _locked(reader: Reader, noun: str) -> SignInRequired | FullAccessRequired:
    if reader is NOBODY:
        return SignInRequired(f"This {noun} is part of full access: sign in first.")
    return FullAccessRequired(f"This {noun} is not one of the free ones.")
