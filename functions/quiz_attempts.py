"""GET quiz-attempts/{slug}, GET quiz-attempts/{slug}/{attempt_id}: the reader's own attempts."""

from uuid import UUID

from shared.database import one_read
from shared.paging import link_to_next, place_in
from shared.problems import NotFound
from shared.quizzes.queries import select_attempt, select_attempts
from shared.routes import GET
from shared.web import Request, Response, function, json_response


def list_attempts(request: Request) -> Response:
    """Answer the attempts at a module's quiz with their scores, newest first."""
    page = select_attempts(one_read(request.reader), request.path["slug"], place_in(request, "before"))
    return json_response(page.document, headers=link_to_next(request, "before", page))


def show_attempt(request: Request) -> Response:
    """Answer one attempt: the questions as they were asked, the answers given and the feedback to them."""
    attempt_id = _attempt_id(request.path["attempt_id"])
    return json_response(select_attempt(one_read(request.reader), request.path["slug"], attempt_id))


def _attempt_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


handler = function(
    [
        GET("/{slug}", list_attempts, who="member"),
        GET("/{slug}/{attempt_id}", show_attempt, who="member"),
    ]
)
