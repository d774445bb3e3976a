"""GET, POST certificate: the reader's own, and its name; GET certificate/{code}: one to compare; …/page: its page."""

import json

from shared.certificates.queries import confirm_certificate, select_own
from shared.certificates.read import address_of, read_certificate
from shared.database import one_trip
from shared.routes import GET, POST
from shared.web import Request, Response, function, json_response


def show_own(request: Request) -> Response:
    """Answer the reader's code, or what is still missing."""
    return json_response(select_own(one_trip(request.reader)))


def confirm_name(request: Request) -> Response:
    """Issue the reader's certificate with the name that they confirm, and answer it."""
    from shared.certificates.records import NameConfirmed

    confirmed = request.body_as(NameConfirmed)
    return json_response(confirm_certificate(one_trip(request.reader), confirmed.name, confirmed.time_zone))


def show_certificate(request: Request) -> Response:
    """Answer every field; to `Accept: text/html` the page, to `application/pdf` the paper, for whoever has the code."""
    accepted = request.headers.get("accept", "").lower()
    if "text/html" in accepted and "application/pdf" not in accepted:
        return show_page(request)
    certificate = read_certificate(request.path["code"])
    headers = {"vary": "accept"}
    if "application/pdf" not in accepted:
        return json_response(certificate, headers=headers)
    from shared.certificates.paper import draw

    fields = json.loads(certificate)
    code = fields["code"]
    disposition = f'inline; filename="certificate-{code}.pdf"'
    headers |= {"content-type": "application/pdf", "content-disposition": disposition}
    return Response(draw(fields, address_of(code)), headers=headers)


def show_page(request: Request) -> Response:
    """Answer the page for people, to which `/certificate/{code}` of the site leads; its status is the certificate's."""
    from shared.certificates.page import page_of

    status, html, headers = page_of(request.path["code"])
    return Response(html, status=status, headers={"vary": "accept", **headers})


handler = function(
    [
        GET("/", show_own, who="member"),
        POST("/", confirm_name, who="member", max_body_bytes=4096),
        GET("/{code}", show_certificate, who="anyone"),
        GET("/{code}/page", show_page, who="anyone"),
    ]
)
