"""GET progress, PUT progress: where the reader stands in the course."""

from shared.database import one_read, one_trip
from shared.progress.queries import keep_position, select_progress, select_progress_in
from shared.routes import GET, PUT
from shared.web import Request, Response, function, json_response


def show_progress(request: Request) -> Response:
    """Answer where the reader stands in the course and goes on; `?module=` adds its blocks read and films seen."""
    module = request.query.get("module")
    if module is None:
        return json_response(select_progress(one_read(request.reader)))
    return json_response(select_progress_in(one_read(request.reader), module))


def keep_place(request: Request) -> Response:
    """Keep where the reader is."""
    from shared.progress.records import Position

    at = request.body_as(Position)
    keep_position(one_trip(request.reader), at.module, at.block, at.film, at.seconds, completed=at.completed)
    return Response(status=204)


handler = function(
    [
        GET("/", show_progress, who="member"),
        PUT("/", keep_place, who="member", max_body_bytes=4096),
    ]
)
