"""POST ask-ai, GET ask-ai?module={slug}: the guide's answers, streamed, and one's own conversations with it."""

from shared.database import one_read
from shared.guidance.limits import tell_limits
from shared.guidance.queries import select_conversations
from shared.paging import link_to_next, place_in
from shared.routes import GET, POST
from shared.web import Request, Response, function, json_response


def ask_guide(request: Request) -> Response:
    """Answer a question from the course: as events for who accepts them, else as JSON."""
    from shared.guidance.answers import EVENT_STREAM, STREAM_HEADERS, as_document, as_events
    from shared.guidance.ask import ask
    from shared.guidance.bodies import Question

    asked = ask(request.reader, request.body_as(Question))
    if EVENT_STREAM in request.headers.get("accept", ""):
        return Response(as_events(asked, request.request_id), headers=STREAM_HEADERS)
    return json_response(as_document(asked))


def list_conversations(request: Request) -> Response:
    """Answer the reader's conversations about a module, newest first, and how many questions are left today."""
    tell_limits()
    page = select_conversations(one_read(request.reader), request.query.get("module", ""), place_in(request, "before"))
    return json_response(page.document, headers=link_to_next(request, "before", page))


handler = function(
    [
        POST("/", ask_guide, who="member", max_body_bytes=16 * 1024),
        GET("/", list_conversations, who="member"),
    ],
    slow_seconds=30,  # an answer in one piece takes as long as the provider does
)
