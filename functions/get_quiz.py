"""GET get-quiz/{slug}: the questions of a module, never their key."""

from shared.database import one_read
from shared.problems import NotFound
from shared.quizzes.queries import select_quiz
from shared.routes import GET
from shared.web import Request, Response, function, json_response


def show_quiz(request: Request) -> Response:
    """Answer the questions, the open attempt and the best score; `?practice=missed` lists what was missed."""
    practice = request.query.get("practice", "")
    if practice not in {"", "missed"}:
        raise NotFound("There is one practice: missed.")
    return json_response(select_quiz(one_read(request.reader), request.path["slug"], missed=practice == "missed"))


handler = function([GET("/{slug}", show_quiz, who="member")])
