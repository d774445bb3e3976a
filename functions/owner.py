"""GET owner/report (?format=csv&table=), GET owner/member?email=, POST owner/action: for an owner; else 404."""

import json
import re

from shared.database import one_read, one_trip
from shared.owner import queries
from shared.problems import NotFound
from shared.routes import GET, POST
from shared.web import Request, Response, function, json_response

MOST_IN_NEED = 50
LONGEST = 500
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def show_report(request: Request) -> Response:
    """Answer the figures as they were last made, or one table of them as a file."""
    as_file = request.query.get("format") == "csv"
    kept = queries.select_report(one_read(request.reader), None if as_file else MOST_IN_NEED)
    if kept is None:
        from shared.owner.make_report import make_report

        make_report()
        kept = queries.select_report(one_read(request.reader), None if as_file else MOST_IN_NEED)
    return _file(request.query.get("table", ""), kept or "{}") if as_file else json_response(kept or "{}")


def _file(name: str, kept: str) -> Response:
    from shared.owner.sheet import table_sheet

    text = table_sheet(name, json.loads(kept))
    if text is None:
        raise NotFound("The report has no such table.")
    disposition = f'attachment; filename="{name}.csv"'
    headers = {"content-type": "text/csv; charset=utf-8; header=present", "content-disposition": disposition}
    return Response(text.encode(), headers=headers)


def show_member(request: Request) -> Response:
    """Answer a member as support sees them; that it was asked, and why, is written down."""
    email = request.query.get("email", "").strip().lower()
    reason = request.query.get("reason", "").strip() or "looked up on /owner"
    queries.require_owner(one_read(request.reader))
    if not _ADDRESS.fullmatch(email) or len(email) > LONGEST or len(reason) > LONGEST:
        raise NotFound("Nobody has signed up with this address.")
    return json_response(queries.select_member(one_trip(request.reader), email, reason))


def act(request: Request) -> Response:
    """Do one thing for a member, or make the figures anew."""
    queries.require_owner(one_read(request.reader))
    from shared.owner.act import act_for_owner
    from shared.owner.bodies import OwnerAction

    return json_response(act_for_owner(request.reader, request.body_as(OwnerAction)))


handler = function(
    [
        GET("/report", show_report, who="owner"),
        GET("/member", show_member, who="owner"),
        POST("/action", act, who="owner"),
    ]
)
