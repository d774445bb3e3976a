"""GET payments: the reader's payments with what became of them, and their receipts."""

from shared.database import one_read
from shared.payments.queries import select_payments
from shared.routes import GET
from shared.web import Request, Response, function, json_response


def show_payments(request: Request) -> Response:
    """Answer the reader's payments, newest first."""
    return json_response(select_payments(one_read(request.reader)))


handler = function([GET("/", show_payments, who="member")])
