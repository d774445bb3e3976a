"""POST submit-quiz: grades one or more answers and answers with feedback."""

from shared.quizzes.records import Submission
from shared.quizzes.submit import submit
from shared.routes import POST
from shared.web import Request, Response, function, json_response


def submit_answers(request: Request) -> Response:
    """Grade the answers; the first answer to a question stands, the same request gives the same answer."""
    return json_response(submit(request.reader, request.body_as(Submission)))


handler = function([POST("/", submit_answers, who="member")])
