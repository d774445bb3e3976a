"""The weekly job verify-backups: has every object of every backup read back, in the background."""

from shared.operations.background import start
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def start_verification(_: Request) -> Response:
    """Answer what the reading back found, or that it has begun."""
    return json_response(start("verify-backups"))


handler = function([POST("/", start_verification, who="anyone")])
