"""Refusals in the words, codes and two shapes of Supabase Auth's API."""

import datetime as dt
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse

API_VERSION_HEADER = "x-supabase-api-version"
API_2024 = dt.date(2024, 1, 1)


class AuthProblem(Exception):
    """A refusal: HTTP status, the machine's code and the sentence for a person."""

    def __init__(self, status: int, code: str, message: str):
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class WeakPassword(AuthProblem):
    """The password does not meet the project's rules; `reasons` names which."""

    def __init__(self, message: str, reasons: list[str]):
        super().__init__(422, "weak_password", message)
        self.reasons = reasons


def validation_failed(message: str, status: int = 400) -> AuthProblem:
    """Return the refusal for a request that says something impossible."""
    return AuthProblem(status, "validation_failed", message)


def unexpected_failure(message: str) -> AuthProblem:
    """Return the refusal for a fault that is not the caller's."""
    return AuthProblem(500, "unexpected_failure", message)


def problem_response(request: Request, problem: AuthProblem) -> JSONResponse:
    """Return `problem` in the shape of the API version that the caller asked for.

    Before 2024-01-01 `code` was the status; since then it is the machine's word, and the header says so back.
    """
    body: dict[str, object]
    headers = {"x-sb-error-code": problem.code} if problem.code else {}
    code = problem.code or ("unexpected_failure" if problem.status == 500 else "unknown")
    if _speaks_2024(request):
        body = {"code": code, "message": problem.message}
        headers[API_VERSION_HEADER] = API_2024.isoformat()
    else:
        body = {"code": problem.status, "error_code": code, "msg": problem.message}
    if problem.status == 500:
        body["error_id"] = str(uuid4())
    if isinstance(problem, WeakPassword):
        body["weak_password"] = {"reasons": problem.reasons}
    if problem.status == 503:
        headers["retry-after"] = "5"
    return JSONResponse(body, problem.status, headers)


def _speaks_2024(request: Request) -> bool:
    try:
        return dt.date.fromisoformat(request.headers.get(API_VERSION_HEADER, "")) >= API_2024
    except ValueError:
        return False
