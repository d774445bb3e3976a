"""GET get-module/{slug}: a module to read; GET get-module/{slug}/about: what everyone may know about it."""

from shared.caching import cached_by_cdn, kept_by_reader
from shared.content.read import read_about, read_module
from shared.routes import GET
from shared.web import Request, Response, function


def show_module(request: Request) -> Response:
    """Answer the module's blocks and case, as far as its reader may see them."""
    return kept_by_reader(read_module(request.reader, request.path["slug"]))


def show_about(request: Request) -> Response:
    """Answer objectives, references and the like."""
    return cached_by_cdn(read_about(request.path["slug"]), tag="course")


handler = function(
    [
        GET("/{slug}", show_module, who="anyone"),
        GET("/{slug}/about", show_about, who="anyone"),
    ]
)
