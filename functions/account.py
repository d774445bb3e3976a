"""GET/PATCH/DELETE account, GET account/export, GET/POST account/terms, POST account/link: one's own account."""

from shared.accounts.limits import EXPORT, EXPORT_PARTS, count_use, require_live_session
from shared.accounts.read import read_account, read_mailed_link, rename
from shared.accounts.terms import agree, read_terms
from shared.database import transaction
from shared.paging import link_to_next, place_in
from shared.privacy.erase import erase
from shared.privacy.queries import select_export_part
from shared.routes import DELETE, GET, PATCH, POST
from shared.web import Request, Response, function, json_response


def show_account(request: Request) -> Response:
    """Answer who the reader is and why their access is what it is."""
    return json_response(read_account(request.reader))


def change_name(request: Request) -> Response:
    """Rename the reader and answer the account as it is then."""
    from shared.accounts.records import NameChange

    rename(request.reader, request.body_as(NameChange).name)
    return json_response(read_account(request.reader))


def export_account(request: Request) -> Response:
    """Answer what we hold of the reader, as a file to keep: all of it, or a part with a Link to the next."""
    place = place_in(request, "part")
    read_account(request.reader)
    with transaction(request.reader) as connection:
        require_live_session(connection)
        count_use(connection, EXPORT_PARTS if place else EXPORT)
        part = select_export_part(connection, place)
    headers = {"content-disposition": 'attachment; filename="masterclass-export.json"'}
    return json_response(part.document, headers=headers | link_to_next(request, "part", part))


def erase_account(request: Request) -> Response:
    """Erase the reader."""
    erase(request.reader)
    return Response(status=204)


def show_terms(request: Request) -> Response:
    """Answer which version of the terms counts, and whether the reader has agreed to it."""
    return json_response(read_terms(request.reader))


def agree_to_terms(request: Request) -> Response:
    """Keep that the reader agreed to the version that counts."""
    from shared.accounts.records import TermsAgreement

    agree(request.reader, request.body_as(TermsAgreement).version)
    return Response(status=204)


def show_link(request: Request) -> Response:
    """Answer what a link in a mail is for, changing nothing: a page names it before anybody presses a button."""
    from shared.accounts.records import MailedLink

    return json_response(read_mailed_link(request.body_as(MailedLink).token_hash))


handler = function(
    [
        GET("/", show_account, who="member"),
        PATCH("/", change_name, who="member"),
        DELETE("/", erase_account, who="member"),
        GET("/export", export_account, who="member"),
        GET("/terms", show_terms, who="member"),
        POST("/terms", agree_to_terms, who="member", max_body_bytes=1024),
        POST("/link", show_link, who="anyone", max_body_bytes=1024),
    ]
)
