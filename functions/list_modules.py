"""GET list-modules: the course and its modules, the same for everyone, kept by the CDN."""

from shared.caching import cached_by_cdn
from shared.content.read import read_catalogue
from shared.routes import GET
from shared.web import Request, Response, function


def list_modules(_: Request) -> Response:
    """Answer the catalogue with an ETag."""
    return cached_by_cdn(read_catalogue(), tag="course")


handler = function([GET("/", list_modules, who="anyone")])
