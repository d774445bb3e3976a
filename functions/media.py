"""GET media/{id}: where a picture or film can be fetched, for whoever may read its module."""

from shared.content.read import place_of_medium
from shared.routes import GET
from shared.web import Request, Response, function, json_response


def show_medium(request: Request) -> Response:
    """Redirect to the file; with `Accept: application/json` answer its address instead.

    An <img> cannot send a token, and a script that follows the redirect would need the store's consent (CORS).
    """
    place = place_of_medium(request.reader, request.path["id"])
    headers = {"vary": "accept, authorization"}
    if "application/json" in request.headers.get("accept", ""):
        return json_response(place._asdict(), headers=headers)
    return Response(status=302, headers={**headers, "location": place.url})


handler = function([GET("/{id}", show_medium, who="anyone")])
