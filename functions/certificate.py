"""GET certificate: the reader's own, or what is missing; GET certificate/{code}: one to compare, for anyone."""

import json

from shared.certificates.queries import select_own
from shared.certificates.read import address_of, read_certificate
from shared.database import one_trip
from shared.routes import GET
from shared.web import Request, Response, function, json_response


def show_own(request: Request) -> Response:
    """Answer the reader's code, or what is still missing."""
    return json_response(select_own(one_trip(request.reader)))


def show_certificate(request: Request) -> Response:
    """Answer every field; with `Accept: application/pdf` the paper itself, to whoever knows the code."""
    certificate = read_certificate(request.path["code"])
    headers = {"vary": "accept"}
    if "application/pdf" not in request.headers.get("accept", "").lower():
        return json_response(certificate, headers=headers)
    from shared.certificates.paper import draw

    fields = json.loads(certificate)
    code = fields["code"]
    disposition = f'inline; filename="certificate-{code}.pdf"'
    headers |= {"content-type": "application/pdf", "content-disposition": disposition}
    return Response(draw(fields, address_of(code)), headers=headers)


handler = function(
    [
        GET("/", show_own, who="member"),
        GET("/{code}", show_certificate, who="anyone"),
    ]
)
