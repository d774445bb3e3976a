"""POST answer-case, GET answer-case?module={slug}: one's own answer first, then rubric and model answer."""

from shared.cases.queries import answer_case, select_answers
from shared.cases.records import CaseAnswer
from shared.database import one_read, one_trip
from shared.paging import link_to_next, place_in
from shared.routes import GET, POST
from shared.web import Request, Response, function, json_response


def commit_answer(request: Request) -> Response:
    """Keep the answer, and only then show rubric and model answer."""
    given = request.body_as(CaseAnswer)
    return json_response(answer_case(one_trip(request.reader), given.module, given.case_id, given.answer))


def list_answers(request: Request) -> Response:
    """Answer the reader's own answers to a module's case."""
    page = select_answers(one_read(request.reader), request.query.get("module", ""), place_in(request, "before"))
    return json_response(page.document, headers=link_to_next(request, "before", page))


handler = function(
    [
        POST("/", commit_answer, who="member"),
        GET("/", list_answers, who="member"),
    ]
)
