"""The application: Supabase Auth's REST API on the real auth tables, for `make run` and for tests."""

import logging
import traceback
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from netlify.standins.supabase_auth import (
    routes_factors,
    routes_mail,
    routes_public,
    routes_token,
    routes_user,
    routes_verify,
)
from netlify.standins.supabase_auth.problems import (
    API_VERSION_HEADER,
    AuthProblem,
    problem_response,
    unexpected_failure,
)
from netlify.standins.supabase_auth.service import Service
from netlify.standins.supabase_auth.settings import AuthSettings

log = logging.getLogger("local.auth")


def create_app(settings: AuthSettings) -> Starlette:
    """Return the service for `settings`, to be mounted at /auth/v1 of their origin.

    Connections open with the first request. A gateway that mounts this may run its lifespan
    (`app.router.lifespan_context(app)`) to have them closed at the end.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        yield
        await service.close()

    routes = [
        *routes_mail.routes,
        *routes_verify.routes,
        *routes_token.routes,
        *routes_user.routes,
        *routes_factors.routes,
        *routes_public.routes,
    ]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["*"],
        expose_headers=["X-Total-Count", "Link", API_VERSION_HEADER],
    )
    handlers = {AuthProblem: _on_problem, HTTPException: _on_http_exception}
    app = Starlette(
        routes=routes, middleware=[cors, Middleware(_Faults)], exception_handlers=handlers, lifespan=lifespan
    )
    app.state.service = service
    return app


async def _on_problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, AuthProblem)  # noqa: S101 (Starlette hands each handler its own)
    return problem_response(request, problem)


async def _on_http_exception(request: Request, problem: Exception) -> Response:
    """What the router refuses: no such path, no such method."""
    assert isinstance(problem, HTTPException)  # noqa: S101
    answer = problem_response(request, AuthProblem(problem.status_code, "", problem.detail))
    answer.headers.update(problem.headers or {})
    return answer


class _Faults:
    """Answers a fault of ours with 500 and logs its kind and place only: a database error quotes rows.

    (Starlette's own handler raises it again, and the server would then print all of it.)
    """

    def __init__(self, app: ASGIApp):
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting_send)
        except Exception as fault:  # noqa: BLE001 (the last resort)
            frame = traceback.extract_tb(fault.__traceback__)[-1]
            log.error("%s at %s:%s", type(fault).__name__, Path(frame.filename).name, frame.lineno)  # noqa: TRY400
            if begun or scope["type"] != "http":
                raise ConnectionAbortedError from None
            message = "Unexpected failure, please check server logs for more information"
            await problem_response(Request(scope), unexpected_failure(message))(scope, receive, send)
