"""GET health: whether this function runs at all; it asks nobody else."""

from shared.routes import GET
from shared.web import Request, Response, function, json_response


def show_health(_: Request) -> Response:
    """Answer that the process is alive, without touching anything."""
    return json_response({"status": "ok"})


handler = function([GET("/", show_health, who="anyone")])
