"""Following the link of a mail (GET, answered with a redirect) and handing in its token or code (POST)."""

from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from netlify.standins.supabase_auth.accounts import require_email
from netlify.standins.supabase_auth.bodies import VerifyBody, read_body
from netlify.standins.supabase_auth.flows import METHODS
from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.queries.flows import update_flow_issued
from netlify.standins.supabase_auth.records import Json
from netlify.standins.supabase_auth.redirects import with_fragment, with_query
from netlify.standins.supabase_auth.service import Client, Service, client_of, get_route, service_of
from netlify.standins.supabase_auth.sessions import begin_session
from netlify.standins.supabase_auth.tokens import PKCE_PREFIX, token_hash
from netlify.standins.supabase_auth.verification import HALF_CONFIRMED, Proof, accept, find_code, find_link

# RFC 6749 section 4.1.2.1: what a status is called in a redirect.
OAUTH_ERRORS = {
    400: "invalid_request",
    401: "unauthorized_client",
    403: "access_denied",
    500: "server_error",
    503: "temporarily_unavailable",
}


async def get_verify(request: Request) -> Response:
    """GET /verify: lead on to the page, with a session in the fragment, a PKCE code in the query, or an error."""
    service, client = service_of(request), client_of(request)
    service.limits.require_request("verifications", client.ip)
    kind, token = request.query_params.get("type", ""), request.query_params.get("token", "")
    if not kind:
        raise validation_failed("Verify requires a verification type")
    if not token or "\0" in token:
        raise validation_failed("Verify requires a token or a token hash")
    pkce = token.startswith(PKCE_PREFIX)
    try:
        url = await _follow(service, kind, token, client)
    except AuthProblem as problem:
        url = _error_url(client.redirect_to, problem, pkce=pkce)
    return RedirectResponse(url, 303, {"cache-control": "no-store"})


async def post_verify(request: Request) -> Response:
    """POST /verify: a session for a token_hash, or for an address and its six digits."""
    service, client = service_of(request), client_of(request)
    service.limits.require_request("verifications", client.ip)
    body = await read_body(request, VerifyBody)
    _require_verifiable(body)
    async with service.transaction() as connection:
        proof = await _find(service, connection, body)
        user_id = await accept(service, connection, proof, client)
        if user_id is None:
            return JSONResponse({"msg": HALF_CONFIRMED, "code": "200"})
        return JSONResponse(await begin_session(service, connection, user_id, "otp", client))


async def _find(service: Service, connection: AsyncConnection, body: VerifyBody) -> Proof:
    if body.token_hash:
        return await find_link(service, connection, body.type, body.token_hash)
    if body.phone and not body.email:
        raise AuthProblem(403, "otp_expired", "Token has expired or is invalid")  # nobody has a phone here
    if body.phone or not body.email:
        raise validation_failed("Only an email address or phone number should be provided on verify")
    try:
        email = require_email(body.email)
    except AuthProblem:
        raise validation_failed("Invalid email format", 422) from None
    return await find_code(service, connection, body.type, email, token_hash(email, body.token))


async def _follow(service: Service, kind: str, token: str, client: Client) -> str:
    """Do what the link is for and return where it leads."""
    pkce = token.startswith(PKCE_PREFIX)
    async with service.transaction() as connection:
        proof = await find_link(service, connection, kind, token)
        user_id = await accept(service, connection, proof, client)
        if user_id is None:
            url = with_query(client.redirect_to, message=HALF_CONFIRMED) if pkce else client.redirect_to
            return with_fragment(url, {"message": HALF_CONFIRMED})
        if not pkce:
            return _session_url(
                client.redirect_to, proof.kind, await begin_session(service, connection, user_id, "otp", client)
            )
        code = await update_flow_issued(connection, user_id, METHODS[proof.kind])
        if code is None:
            message = "No associated flow state found. No valid flow state found for user."
            raise AuthProblem(400, "flow_state_not_found", message)
        return with_query(client.redirect_to, code=code)


def _session_url(url: str, kind: str, session: Json) -> str:
    shown = ("access_token", "token_type", "expires_in", "expires_at", "refresh_token")
    return with_fragment(url, {"type": kind, **{name: str(session[name]) for name in shown}})


def _error_url(url: str, problem: AuthProblem, *, pkce: bool) -> str:
    told = {"error_code": problem.code, "error_description": problem.message}
    if problem.status in OAUTH_ERRORS:
        told["error"] = OAUTH_ERRORS[problem.status]
    return with_fragment(with_query(url, **told) if pkce else url, dict(told))


def _require_verifiable(body: VerifyBody) -> None:
    if not body.type:
        raise validation_failed("Verify requires a verification type")
    if bool(body.token) == bool(body.token_hash):
        raise validation_failed("Verify requires either a token or a token hash")
    if body.token_hash and (body.email or body.phone or body.redirect_to):
        raise validation_failed("Only the token_hash and type should be provided")


routes = [
    get_route("/verify", get_verify),
    Route("/verify", post_verify, methods=["POST"]),
]
