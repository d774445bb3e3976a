"""Tokens for a password, for a refresh token, and for a PKCE code."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.supabase_auth.bodies import PasswordGrantBody, PkceGrantBody, RefreshGrantBody, read_body
from netlify.standins.supabase_auth.captcha import require_captcha
from netlify.standins.supabase_auth.flows import require_verifier
from netlify.standins.supabase_auth.passwords import password_matches, weakness_of
from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.queries import flows, users
from netlify.standins.supabase_auth.queries.audit import insert_audit
from netlify.standins.supabase_auth.records import Json, User
from netlify.standins.supabase_auth.service import Service, client_of, service_of
from netlify.standins.supabase_auth.sessions import begin_session, refresh_session


async def post_token(request: Request) -> Response:
    """POST /token?grant_type=…: the answer is a session."""
    kind = request.query_params.get("grant_type", "")
    if kind == "web3":
        raise AuthProblem(422, "web3_provider_disabled", "Web3 provider is disabled")
    if kind == "id_token":
        message = 'Provider (issuer "https://accounts.google.com") is not enabled'
        raise AuthProblem(400, "provider_disabled", message)
    grant = GRANTS.get(kind)
    if grant is None:
        raise AuthProblem(400, "invalid_credentials", "unsupported_grant_type")
    service = service_of(request)
    service.limits.require_request("tokens", client_of(request).ip)
    return JSONResponse(await grant(request), headers={"cache-control": "no-store"})


async def grant_for_password(request: Request) -> Json:
    """A session for an address and its password; a wrong address and a wrong password read the same."""
    service, client = service_of(request), client_of(request)
    body = await read_body(request, PasswordGrantBody)
    require_captcha(service.settings, body)
    if body.email and body.phone:
        raise validation_failed("Only an email address or phone number should be provided on login.")
    if body.phone:
        raise AuthProblem(422, "phone_provider_disabled", "Phone logins are disabled")
    if not body.email:
        raise validation_failed("missing email or phone")
    if not service.settings.email_enabled:
        raise AuthProblem(422, "email_provider_disabled", "Email logins are disabled")
    user = await _require_password(service, body)
    async with service.transaction() as connection:
        await insert_audit(connection, user, "login", client.ip)
        session = await begin_session(service, connection, user.id, "password", client)
    if weakness := weakness_of(service.settings, body.password):
        session["weak_password"] = {"message": weakness.message, "reasons": weakness.reasons}
    return session


async def grant_for_refresh_token(request: Request) -> Json:
    """The next access token and the next refresh token."""
    body = await read_body(request, RefreshGrantBody)
    return await refresh_session(service_of(request), body.refresh_token, client_of(request))


async def grant_for_pkce_code(request: Request) -> Json:
    """A session for the code of a link, to the client that asked for the link."""
    service, client = service_of(request), client_of(request)
    body = await read_body(request, PkceGrantBody)
    if not body.auth_code or not body.code_verifier:
        message = "invalid request: both auth code and code verifier should be non-empty"
        raise validation_failed(message)
    async with service.transaction() as connection:
        flow = await flows.select_flow_locked(connection, body.auth_code)
        if flow is None:
            message = "invalid flow state, no valid flow state found"
            raise AuthProblem(404, "flow_state_not_found", message)
        require_verifier(flow, body.code_verifier, service.settings.flow_seconds)
        user = await users.require_user(connection, flow.user_id)
        await insert_audit(connection, user, "login", client.ip)
        await flows.delete_flow(connection, flow.id)
        return await begin_session(service, connection, user.id, flow.authentication_method, client)


async def _require_password(service: Service, body: PasswordGrantBody) -> User:
    """Return whose address and password these are; the slow comparison holds no connection."""
    async with service.transaction() as connection:
        user = await users.select_user_by_email(connection, body.email)
    if user is None or not user.encrypted_password:
        raise AuthProblem(400, "invalid_credentials", "Invalid login credentials")
    if user.is_banned:
        raise AuthProblem(400, "user_banned", "User is banned")
    if not await password_matches(body.password, user.encrypted_password):
        raise AuthProblem(400, "invalid_credentials", "Invalid login credentials")
    if user.email_confirmed_at is None:
        raise AuthProblem(400, "email_not_confirmed", "Email not confirmed")
    return user


GRANTS: dict[str, Callable[[Request], Awaitable[Json]]] = {
    "password": grant_for_password,
    "refresh_token": grant_for_refresh_token,
    "pkce": grant_for_pkce_code,
}
routes = [Route("/token", post_token, methods=["POST"])]
