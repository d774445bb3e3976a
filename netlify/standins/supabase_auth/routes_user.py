"""What somebody who is signed in may do: see and change themselves, prove it is them, sign out."""

from dataclasses import dataclass

from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.supabase_auth.bodies import UserBody, read_body
from netlify.standins.supabase_auth.changes import change_user
from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.queries import sessions, users
from netlify.standins.supabase_auth.queries.audit import insert_audit
from netlify.standins.supabase_auth.records import Session, User, user_json
from netlify.standins.supabase_auth.sending import send_reauthentication
from netlify.standins.supabase_auth.service import Service, client_of, get_route, service_of
from netlify.standins.supabase_auth.tokens import read_bearer


@dataclass(frozen=True)
class SignedIn:
    """Whom a bearer token names, and the session that it belongs to."""

    user: User
    session: Session


async def get_user(request: Request) -> Response:
    """GET /user: the person as they are now, not as the token remembers them."""
    service = service_of(request)
    async with service.transaction() as connection:
        return JSONResponse(user_json((await require_signed_in(service, connection, request)).user))


async def put_user(request: Request) -> Response:
    """PUT /user: a new password, address (once confirmed) or word about oneself."""
    service, client = service_of(request), client_of(request)
    async with service.transaction() as connection:
        signed_in = await require_signed_in(service, connection, request)
    service.limits.require_request("users", client.ip)
    body = await read_body(request, UserBody)
    return JSONResponse(await change_user(service, signed_in.user, signed_in.session, body, client))


async def get_reauthenticate(request: Request) -> Response:
    """GET /reauthenticate: a mail with the nonce for changing the password in an old session."""
    service, client = service_of(request), client_of(request)
    async with service.transaction() as connection:
        user = (await require_signed_in(service, connection, request)).user
        if user.email_confirmed_at is None:
            raise AuthProblem(422, "email_not_confirmed", "Please verify your email first.")
        await insert_audit(connection, user, "user_reauthenticate_requested", client.ip)
        letters = await send_reauthentication(service, connection, user)
    await service.post(letters)
    return JSONResponse({})


async def post_logout(request: Request) -> Response:
    """POST /logout?scope=global|local|others: end these sessions; their access tokens live out their hour."""
    service, client = service_of(request), client_of(request)
    scope = request.query_params.get("scope") or "global"
    async with service.transaction() as connection:
        signed_in = await require_signed_in(service, connection, request)
        user, session = signed_in.user, signed_in.session
        await insert_audit(connection, user, "logout", client.ip)
        if scope == "global":
            await sessions.delete_sessions(connection, user.id)
        elif scope == "local":
            await sessions.delete_session(connection, session.id)
        elif scope == "others":
            await sessions.delete_other_sessions(connection, user.id, session.id)
        else:
            raise validation_failed(f'Unsupported logout scope "{scope}"')
    return Response(status_code=204)


async def no_linking(request: Request) -> Response:
    """Everything below /user/identities: other providers cannot be linked."""
    await _require_anyone(request)
    raise AuthProblem(404, "manual_linking_disabled", "Manual linking is disabled")


async def _require_anyone(request: Request) -> None:
    service = service_of(request)
    async with service.transaction() as connection:
        await require_signed_in(service, connection, request)


async def require_signed_in(service: Service, connection: AsyncConnection, request: Request) -> SignedIn:
    """Return the person and session of the bearer token; both must still be there."""
    bearer = read_bearer(service.keys, request.headers.get("authorization", ""))
    user = await users.select_user(connection, bearer.user_id)
    if user is None:
        raise AuthProblem(403, "user_not_found", "User from sub claim in JWT does not exist")
    session = await sessions.select_session(connection, bearer.session_id)
    if session is None or session.user_id != user.id:
        message = "Session from session_id claim in JWT does not exist"
        raise AuthProblem(403, "session_not_found", message)
    if user.is_banned:
        raise AuthProblem(403, "user_banned", "User is banned")
    return SignedIn(user, session)


routes = [
    Route("/user", get_user, methods=["GET"]),
    Route("/user", put_user, methods=["PUT"]),
    get_route("/reauthenticate", get_reauthenticate),
    Route("/logout", post_logout, methods=["POST"]),
    Route("/user/identities/{path:path}", no_linking, methods=["GET", "DELETE"]),
]
