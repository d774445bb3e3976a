"""The nightly job nightly-figures: the owner's report is made, and on Mondays mailed in ten lines."""

from shared.operations.jobs import run_job
from shared.owner.make_report import JOB
from shared.owner.nightly import make_nightly
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def run_nightly(_: Request) -> Response:
    """Answer how long it took; harmless when called by anyone, however often."""
    return json_response(run_job(JOB, make_nightly))


handler = function([POST("/", run_nightly, who="anyone")])
