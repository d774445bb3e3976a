"""A second factor: an authenticator app is enrolled, asked for its code, and removed."""

from uuid import UUID

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.supabase_auth import totp
from netlify.standins.supabase_auth.bodies import FactorBody, FactorCodeBody, read_body
from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.queries import factors
from netlify.standins.supabase_auth.queries.factors import Factor
from netlify.standins.supabase_auth.records import User
from netlify.standins.supabase_auth.routes_user import require_signed_in
from netlify.standins.supabase_auth.service import Service, client_of, service_of
from netlify.standins.supabase_auth.sessions import continue_session

CHALLENGE_SECONDS = 300
MOST_FACTORS = 10
OFF = {"phone": "Phone", "webauthn": "WebAuthn"}


async def post_factor(request: Request) -> Response:
    """POST /factors: enroll an app; it counts once its first code was right."""
    service = service_of(request)
    async with service.transaction() as connection:
        signed_in = await require_signed_in(service, connection, request)
    body = await read_body(request, FactorBody)
    if body.factor_type in OFF:
        message = f"MFA enroll is disabled for {OFF[body.factor_type]}"
        raise AuthProblem(422, f"mfa_{body.factor_type}_enroll_not_enabled", message)
    if body.factor_type != "totp":
        raise validation_failed("factor_type needs to be totp, phone, or webauthn")
    if not service.settings.totp_enabled:
        raise AuthProblem(422, "mfa_totp_enroll_not_enabled", "MFA enroll is disabled for TOTP")
    user = signed_in.user
    if len(user.factors) >= MOST_FACTORS:
        message = "Maximum number of verified factors reached, unenroll to continue"
        raise AuthProblem(422, "too_many_enrolled_mfa_factors", message)
    if user.has_second_factor and signed_in.session.aal != "aal2":
        raise AuthProblem(403, "insufficient_aal", "AAL2 required to enroll a new factor")
    return JSONResponse(await _enroll(service, user, body))


async def post_challenge(request: Request) -> Response:
    """POST /factors/{id}/challenge: a code may be shown for it in the next five minutes."""
    service = service_of(request)
    async with service.transaction() as connection:
        signed_in = await require_signed_in(service, connection, request)
        factor = await _require_factor(connection, signed_in.user, request)
        challenge, ends = await factors.insert_challenge(
            connection, factor.id, client_of(request).ip, CHALLENGE_SECONDS
        )
    return JSONResponse({"id": str(challenge), "type": "totp", "expires_at": ends})


async def post_verify(request: Request) -> Response:
    """POST /factors/{id}/verify: the right code verifies the factor and raises the session to aal2."""
    service = service_of(request)
    async with service.transaction() as connection:
        signed_in = await require_signed_in(service, connection, request)
        body = await read_body(request, FactorCodeBody)
        factor = await _require_factor(connection, signed_in.user, request)
        challenge = _uuid(body.challenge_id, "challenge_id must be an UUID")
        is_open = await factors.select_challenge_is_open(connection, factor.id, challenge, CHALLENGE_SECONDS)
        if is_open is None:
            raise AuthProblem(422, "mfa_factor_not_found", "MFA factor with the provided challenge ID not found")
        if not is_open:
            message = "MFA challenge has expired, verify against another challenge or create a new challenge."
            raise AuthProblem(422, "mfa_challenge_expired", message)
        if not totp.matches(factor.secret, body.code):
            raise AuthProblem(422, "mfa_verification_failed", "Invalid TOTP code entered")
        await factors.update_verified(connection, factor.id, challenge, signed_in.session.id)
        await factors.delete_what_is_less(connection, signed_in.user.id)
        return JSONResponse(await continue_session(service, connection, signed_in.user.id, signed_in.session.id))


async def delete_factor(request: Request) -> Response:
    """DELETE /factors/{id}: remove a factor; a verified one wants a session that has shown it."""
    service = service_of(request)
    async with service.transaction() as connection:
        signed_in = await require_signed_in(service, connection, request)
        factor = await _require_factor(connection, signed_in.user, request)
        if factor.status == "verified" and signed_in.session.aal != "aal2":
            raise AuthProblem(422, "insufficient_aal", "AAL2 required to unenroll verified factor")
        await factors.delete_factor(connection, factor.id)
    return JSONResponse({"id": str(factor.id)})


async def _enroll(service: Service, user: User, body: FactorBody) -> dict[str, object]:
    secret = totp.new_secret()
    issuer = body.issuer or service.settings.home.partition("://")[2]
    try:
        async with service.transaction() as connection:
            factor_id = await factors.insert_factor(connection, user.id, body.friendly_name, secret)
    except UniqueViolation:
        message = f'A factor with the friendly name "{body.friendly_name}" for this user already exists'
        raise AuthProblem(422, "mfa_factor_name_conflict", message) from None
    uri = totp.address(secret, issuer, user.email)
    shown = {"qr_code": totp.drawn(uri), "secret": secret, "uri": uri}
    return {"id": str(factor_id), "type": "totp", "friendly_name": body.friendly_name, "totp": shown}


async def _require_factor(connection: AsyncConnection, user: User, request: Request) -> Factor:
    factor_id = _uuid(request.path_params["factor_id"], "factor_id must be an UUID")
    factor = await factors.select_factor(connection, user.id, factor_id)
    if factor is None:
        raise AuthProblem(404, "mfa_factor_not_found", "Factor not found")
    return factor


def _uuid(text: str, refusal: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise AuthProblem(404, "validation_failed", refusal) from None


async def no_list(request: Request) -> Response:
    """GET /factors: there is no list of its own; GET /user has them."""
    service = service_of(request)
    async with service.transaction() as connection:
        await require_signed_in(service, connection, request)
    raise AuthProblem(405, "", "Method Not Allowed")


routes = [
    Route("/factors", post_factor, methods=["POST"]),
    Route("/factors", no_list, methods=["GET"]),
    Route("/factors/{factor_id}/challenge", post_challenge, methods=["POST"]),
    Route("/factors/{factor_id}/verify", post_verify, methods=["POST"]),
    Route("/factors/{factor_id}", delete_factor, methods=["DELETE"]),
]
