"""POST backup-background: the minutes of nightly-backup and verify-backups, for whoever has the token of a run."""

from shared.operations.background import carry_out
from shared.operations.backups.nightly import back_up, verify_all
from shared.routes import POST
from shared.web import Request, Response, function, json_response

WORKS = {"nightly-backup": back_up, "verify-backups": verify_all}


def work(request: Request) -> Response:
    """Do the work that the run with this token waits for, once; for any other token there is nothing here."""
    return json_response(carry_out(request.headers.get("authorization", "").removeprefix("Bearer "), WORKS))


handler = function([POST("/", work, who="operator")])
