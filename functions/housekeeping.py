"""The daily job housekeeping: what has served its time goes."""

from shared.operations.housekeeping import keep_house
from shared.operations.jobs import run_job
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def run_housekeeping(_: Request) -> Response:
    """Answer how much of each kind went; harmless however often."""
    return json_response(run_job("housekeeping", lambda: keep_house()._asdict()))


handler = function([POST("/", run_housekeeping, who="anyone")])
