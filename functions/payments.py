"""GET payments, GET payments/{id}/allowance: what the reader paid, and a page of it for an education allowance."""

from shared.database import one_read
from shared.payments.queries import require_allowance, select_payments
from shared.routes import GET
from shared.web import Request, Response, function, json_response


def show_payments(request: Request) -> Response:
    """Answer the reader's payments, newest first."""
    return json_response(select_payments(one_read(request.reader)))


def show_allowance(request: Request) -> Response:
    """Answer the page, as a PDF, that an employer wants who reimburses education."""
    bought = require_allowance(one_read(request.reader), request.path["id"])
    from shared.certificates.allowance import draw

    headers = {"content-type": "application/pdf", "content-disposition": 'inline; filename="education-allowance.pdf"'}
    return Response(draw(bought), headers=headers)


handler = function([GET("/", show_payments, who="member"), GET("/{id}/allowance", show_allowance, who="member")])
