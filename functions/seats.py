"""GET, POST seats, GET seats/prices, POST seats/claim, DELETE seats/{id}: seats given, taken back, claimed."""

import re

from shared.accounts.limits import require_live_session
from shared.database import ANYONE, one_read, transaction
from shared.payments import seat_queries
from shared.problems import NotFound
from shared.routes import DELETE, GET, POST
from shared.web import Request, Response, function, json_response

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def show_packs(request: Request) -> Response:
    """Answer the packs that the reader bought, with who has their seats."""
    return json_response(seat_queries.select_packs(one_read(request.reader)))


def show_prices(_: Request) -> Response:
    """Answer what access costs, and what each seat of several."""
    return json_response(seat_queries.select_prices(one_read(ANYONE)))


def give_seat(request: Request) -> Response:
    """Give a seat of the reader's pack to an address."""
    from shared.payments.bodies import SeatGiven

    given = request.body_as(SeatGiven)
    with transaction(request.reader) as connection:
        require_live_session(connection)
        seat = seat_queries.assign(connection, given.pack, given.email)
    return json_response({"id": seat}, status=201)


def take_seat_back(request: Request) -> Response:
    """Take a seat of the reader's pack back."""
    if not _UUID.fullmatch(request.path["id"]):
        raise NotFound
    with transaction(request.reader) as connection:
        require_live_session(connection)
        seat_queries.take_back(connection, request.path["id"])
    return Response(status=204)


def claim_seat(request: Request) -> Response:
    """Take the seat of a gift whose link the reader has."""
    from shared.payments.bodies import SeatClaimed

    claimed = request.body_as(SeatClaimed)
    with transaction(request.reader) as connection:
        require_live_session(connection)
        seat_queries.claim(connection, claimed.token)
    return Response(status=204)


handler = function(
    [
        GET("/", show_packs, who="member"),
        GET("/prices", show_prices, who="anyone"),
        POST("/", give_seat, who="member"),
        POST("/claim", claim_seat, who="member"),
        DELETE("/{id}", take_seat_back, who="member"),
    ]
)
