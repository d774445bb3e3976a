"""POST checkout, GET and DELETE checkout/{session}: the way to Stripe's pay page, and where the payment stands."""

from shared.payments.begin_checkout import begin_checkout
from shared.payments.fulfil import give_up, read_checkout
from shared.routes import DELETE, GET, POST
from shared.web import Request, Response, function, json_response


def start_checkout(request: Request) -> Response:
    """Answer where the reader can pay; nothing about the price is theirs to say."""
    if not request.body:
        return json_response(begin_checkout(request.reader), status=201)
    from shared.payments.bodies import CheckoutRequest

    asked = request.body_as(CheckoutRequest)
    made = begin_checkout(request.reader, asked.wanted_seats(), gift=asked.gift, invoice=asked.invoice_json())
    return json_response(made, status=201)


def show_checkout(request: Request) -> Response:
    """Answer where the reader's own checkout session stands."""
    return json_response(read_checkout(request.reader, request.path["session"]))


def leave_checkout(request: Request) -> Response:
    """Wait for the reader's own session no longer."""
    give_up(request.reader, request.path["session"])
    return Response(status=204)


handler = function(
    [
        POST("/", start_checkout, who="member"),
        GET("/{session}", show_checkout, who="member"),
        DELETE("/{session}", leave_checkout, who="member"),
    ]
)
