"""The page of a certificate: the same for every code, with a status that says whether there is such a certificate."""

from pathlib import Path

from shared import settings
from shared.certificates.read import read_certificate
from shared.problems import Problem

PAGE = Path(__file__).with_name("page.html")
# What the build lets the site's other pages do, as far as this one needs it; the sign-in service renews a token.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' {}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def page_of(typed: str) -> tuple[int, bytes, dict[str, str]]:
    """Return status, HTML and headers of the page for the code `typed`; its script says what the status means."""
    origin = settings.supabase().issuer.removesuffix("/auth/v1")
    headers = {"content-type": "text/html; charset=UTF-8", "content-security-policy": POLICY.format(origin)}
    return _status(typed), PAGE.read_bytes(), headers


def _status(typed: str) -> int:
    """A page for people comes also where the answer is no, or where nothing answers."""
    try:
        read_certificate(typed)
    except Problem as problem:
        return problem.status
    return 200
