"""The job watch, every five minutes: what is wrong is found and told, once."""

from shared.routes import POST
from shared.web import Request, Response, function, json_response


def run_watch(_: Request) -> Response:
    """Answer what stands and what was told; an evaluation that is under way already is not made twice."""
    from shared.alerts.watch import watch  # pydantic comes with the call

    return json_response(watch()._asdict())


handler = function([POST("/", run_watch, who="anyone")], slow_seconds=30)
