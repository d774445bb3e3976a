"""POST checkout, GET checkout/{session}: the way to Stripe's pay page, and where the payment stands."""

from shared.payments.begin_checkout import begin_checkout
from shared.payments.fulfil import read_checkout
from shared.routes import GET, POST
from shared.web import Request, Response, function, json_response


def start_checkout(request: Request) -> Response:
    """Answer where the reader can pay; the body is empty or `{}`, for nothing about the price is theirs to say."""
    if request.body:
        from shared.payments.bodies import CheckoutRequest

        request.body_as(CheckoutRequest)
    return json_response(begin_checkout(request.reader), status=201)


def show_checkout(request: Request) -> Response:
    """Answer where the reader's own checkout session stands."""
    return json_response(read_checkout(request.reader, request.path["session"]))


handler = function(
    [
        POST("/", start_checkout, who="member"),
        GET("/{session}", show_checkout, who="member"),
    ]
)
