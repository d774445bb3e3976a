"""GET health: whether this function runs at all, asking nobody. GET health/ready: whether all it needs is there."""

from shared.routes import GET
from shared.web import Request, Response, function, json_response


def show_health(_: Request) -> Response:
    """Answer that the process is alive, without touching anything."""
    return json_response({"status": "ok"})


def show_readiness(request: Request) -> Response:
    """Answer the operator what was checked, with its age; 503 where a check fails."""
    from shared.alerts.operator import require_operator  # the other route asks nobody and pays for nothing
    from shared.alerts.ready import readiness

    require_operator(request.headers.get("authorization", ""))
    ready, document = readiness()
    return json_response(document, status=200 if ready else 503, headers={"content-type": "application/health+json"})


handler = function([GET("/", show_health, who="anyone"), GET("/ready", show_readiness, who="operator")])
