"""The requests that end with a mail: sign-up, a link to sign in, a forgotten password, once more."""

from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netlify.standins.supabase_auth.accounts import confirm_again, random_password, require_email, sign_up
from netlify.standins.supabase_auth.bodies import CodeBody, RecoverBody, ResendBody, SignUpBody, read_body
from netlify.standins.supabase_auth.captcha import require_captcha
from netlify.standins.supabase_auth.flows import begin_flow, require_challenge
from netlify.standins.supabase_auth.mails import Letter
from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.queries import users
from netlify.standins.supabase_auth.queries.audit import insert_audit
from netlify.standins.supabase_auth.records import User
from netlify.standins.supabase_auth.sending import send_email_change, send_magic_link, send_recovery
from netlify.standins.supabase_auth.service import Client, Service, client_of, service_of


async def post_signup(request: Request) -> Response:
    """POST /signup: a new account, unconfirmed, or a session where no confirmation is wanted."""
    service, client = service_of(request), client_of(request)
    body = await read_body(request, SignUpBody)
    require_captcha(service.settings, body)
    if not body.email and not body.phone:
        raise AuthProblem(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled")
    service.limits.require_request("sign_ups", client.ip)
    return JSONResponse(await sign_up(service, body, client))


async def post_otp(request: Request) -> Response:
    """POST /otp: a mail with a link and a code to sign in, an account being made when wanted."""
    service, client = service_of(request), client_of(request)
    service.limits.require_request("codes", client.ip)
    body = await read_body(request, CodeBody)
    require_captcha(service.settings, body)
    _require_only_email(body)
    _require_email_on(service)
    email = require_email(body.email)
    if not body.create_user:
        async with service.transaction() as connection:
            if await users.select_user_by_email(connection, email) is None:
                raise AuthProblem(422, "otp_disabled", "Signups not allowed for otp")
    return await _mail_magic_link(service, body, email, client)


async def post_magiclink(request: Request) -> Response:
    """POST /magiclink: as /otp, always making an account."""
    service, client = service_of(request), client_of(request)
    service.limits.require_request("magic_links", client.ip)
    body = await read_body(request, CodeBody)
    require_captcha(service.settings, body)
    if not body.email:
        raise validation_failed("Password recovery requires an email", 422)
    return await _mail_magic_link(service, body, require_email(body.email), client)


async def post_recover(request: Request) -> Response:
    """POST /recover: a mail to choose a new password; the answer is the same for an unknown address."""
    service, client = service_of(request), client_of(request)
    service.limits.require_request("recoveries", client.ip)
    body = await read_body(request, RecoverBody)
    require_captcha(service.settings, body)
    if not body.email:
        raise validation_failed("Password recovery requires an email")
    email, pkce = require_email(body.email), require_challenge(body)
    letters: list[Letter] = []
    async with service.transaction() as connection:
        if user := await users.select_user_by_email(connection, email):
            await begin_flow(connection, user.id, "recovery", body)
            await insert_audit(connection, user, "user_recovery_requested", client.ip)
            letters = await send_recovery(service, connection, user, client, pkce=pkce)
    await service.post(letters)
    return JSONResponse({})


async def post_resend(request: Request) -> Response:
    """POST /resend: the mail for a sign-up or a change of address once more, when one is still awaited."""
    service, client = service_of(request), client_of(request)
    service.limits.require_request("resends", client.ip)
    body = await read_body(request, ResendBody)
    require_captcha(service.settings, body)
    email = _require_resendable(body)
    letters: list[Letter] = []
    async with service.transaction() as connection:
        if user := await users.select_user_by_email(connection, email):
            letters = await _resend(service, connection, user, body, client)
    await service.post(letters)
    return JSONResponse({})


def _require_email_on(service: Service) -> None:
    if not service.settings.email_enabled:
        raise AuthProblem(422, "email_provider_disabled", "Email logins are disabled")


async def _mail_magic_link(service: Service, body: CodeBody, email: str, client: Client) -> Response:
    pkce = require_challenge(body)
    if not await _is_confirmed(service, email):
        stranger = SignUpBody(
            email=email,
            password=random_password(),
            data=body.data,
            code_challenge=body.code_challenge,
            code_challenge_method=body.code_challenge_method,
        )
        await sign_up(service, stranger, client)
        if service.settings.confirm_email:
            return JSONResponse({})
    async with service.transaction() as connection:
        user = await users.select_user_by_email(connection, email)
        if user is None:
            return JSONResponse({})
        await begin_flow(connection, user.id, "magiclink", body)
        await insert_audit(connection, user, "user_recovery_requested", client.ip)
        letters = await send_magic_link(service, connection, user, client, pkce=pkce)
    await service.post(letters)
    return JSONResponse({})


async def _is_confirmed(service: Service, email: str) -> bool:
    async with service.transaction() as connection:
        user = await users.select_user_by_email(connection, email)
    return user is not None and user.email_confirmed_at is not None


async def _resend(
    service: Service, connection: AsyncConnection, user: User, body: ResendBody, client: Client
) -> list[Letter]:
    pkce = bool(body.code_challenge)
    if body.type == "signup" and user.email_confirmed_at is None:
        await begin_flow(connection, user.id, "signup", body)
        return await confirm_again(service, connection, user, client, pkce=pkce)
    if body.type == "email_change" and user.email_change:
        await begin_flow(connection, user.id, "email_change", body)
        return await send_email_change(service, connection, user, user.email_change, client, pkce=pkce)
    return []


def _require_resendable(body: ResendBody) -> str:
    if body.type in ("signup", "email_change"):
        require_challenge(body)
    elif body.type not in ("sms", "phone_change"):
        raise validation_failed("Missing one of these types: signup, email_change, sms, phone_change")
    if body.type == "signup" and not body.email:
        raise validation_failed("Type provided requires an email address")
    if body.email and body.phone:
        raise validation_failed("Only an email address or phone number should be provided.")
    if body.type == "sms" and not body.phone:
        raise validation_failed("Type provided requires a phone number")
    if body.phone:
        raise AuthProblem(400, "phone_provider_disabled", "Phone logins are disabled")
    if not body.email:
        raise validation_failed("Missing email address or phone number")
    return require_email(body.email)


def _require_only_email(body: CodeBody) -> None:
    if body.email and body.phone:
        raise validation_failed("Only an email address or phone number should be provided")
    if body.email and body.channel:
        raise validation_failed("Channel should only be specified with Phone OTP")
    if body.phone and not body.create_user:
        raise AuthProblem(422, "otp_disabled", "Signups not allowed for otp")
    if body.phone:
        raise AuthProblem(400, "phone_provider_disabled", "Unsupported phone provider")
    if not body.email:
        raise validation_failed("One of email or phone must be set")


routes = [
    Route("/signup", post_signup, methods=["POST"]),
    Route("/otp", post_otp, methods=["POST"]),
    Route("/magiclink", post_magiclink, methods=["POST"]),
    Route("/recover", post_recover, methods=["POST"]),
    Route("/resend", post_resend, methods=["POST"]),
]
