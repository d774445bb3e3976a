"""The nightly job nightly-backup: starts the backup, which takes minutes, in the background."""

from shared.operations.background import start
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def start_backup(_: Request) -> Response:
    """Answer what the backup did, or that it has begun."""
    return json_response(start("nightly-backup"))


handler = function([POST("/", start_backup, who="anyone")])
