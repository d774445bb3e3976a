"""The hourly job reconcile-payments: what webhooks missed is read from Stripe's API and repaired."""

from shared.operations.jobs import run_job
from shared.payments.reconcile import reconcile
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def run_reconciliation(_: Request) -> Response:
    """Answer what was compared and what was repaired; harmless when called by anyone, however often."""
    return json_response(run_job("reconcile-payments", lambda: reconcile()._asdict()))


handler = function([POST("/", run_reconciliation, who="anyone")], slow_seconds=30)  # a job has its own rules for time
