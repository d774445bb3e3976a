"""Starlette's own refusals, and a database that is away, as the problems that everything here answers with."""

from collections.abc import Sequence

import psycopg
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from shared.problems import MethodNotAllowed, NotFound, Problem, Unavailable
from shared.web import SECURITY_HEADERS


def app_of(routes: Sequence[BaseRoute]) -> Starlette:
    """Return an app of `routes` that refuses with problems."""
    return Starlette(routes=list(routes), exception_handlers={HTTPException: _refused, psycopg.OperationalError: _away})


def _refused(request: Request, error: Exception) -> Response:
    headers = (error.headers or {}) if isinstance(error, HTTPException) else {}
    allowed = headers.get("Allow", "")
    return _answer(request, MethodNotAllowed(sorted(allowed.split(", "))) if allowed else NotFound())


def _away(request: Request, error: Exception) -> Response:
    del error
    return _answer(request, Unavailable())


def _answer(request: Request, problem: Problem) -> Response:
    document = problem.document(request.scope.get("request_id", ""))
    headers = {**SECURITY_HEADERS, **problem.headers}
    return JSONResponse(document, problem.status, headers, media_type="application/problem+json")
