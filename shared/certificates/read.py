"""Certificates as anyone who holds the paper may read them."""

from shared import settings
from shared.certificates.code import normal_code
from shared.certificates.queries import select_certificate
from shared.database import ANYONE, one_read
from shared.problems import NotFound


def read_certificate(typed: str) -> str:
    """Return every field of the certificate with the code `typed` as JSON; raises NotFound."""
    code = normal_code(typed)
    found = select_certificate(one_read(ANYONE), code) if code else None
    if found is None:
        raise NotFound("There is no certificate with this code.")
    return found


def address_of(code: str) -> str:
    """Return the address of the page where certificate `code` can be compared."""
    return f"{settings.site().url}/certificate/{code}"
