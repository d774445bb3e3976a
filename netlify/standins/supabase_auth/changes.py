"""Changing oneself: password, address and what one says of oneself."""

import datetime as dt
import hmac

from psycopg import AsyncConnection

from netlify.standins.supabase_auth.accounts import require_email
from netlify.standins.supabase_auth.bodies import UserBody
from netlify.standins.supabase_auth.flows import begin_flow, require_challenge
from netlify.standins.supabase_auth.mails import Letter
from netlify.standins.supabase_auth.passwords import hash_password, password_matches, require_strong
from netlify.standins.supabase_auth.problems import AuthProblem
from netlify.standins.supabase_auth.queries import codes, users
from netlify.standins.supabase_auth.queries.audit import insert_audit
from netlify.standins.supabase_auth.records import Json, Session, User, now, user_json
from netlify.standins.supabase_auth.sending import is_fresh, send_email_change
from netlify.standins.supabase_auth.service import Client, Service
from netlify.standins.supabase_auth.tokens import token_hash

OLD_SESSION = dt.timedelta(hours=24)
MAILED = {"otp", "magiclink", "recovery"}  # models/factor.go, IsRecovery


async def change_user(service: Service, user: User, session: Session, body: UserBody, client: Client) -> Json:
    """Change what `body` names and return the person; an address changes when its holders have confirmed."""
    email = require_email(body.email) if body.email else ""
    _require_allowed(body)
    changed = body.password or (email and email != user.email)
    if changed and user.has_second_factor and session.aal != "aal2":
        message = "AAL2 session is required to update email or password when MFA is enabled."
        raise AuthProblem(401, "insufficient_aal", message)
    if body.password is not None:
        require_strong(service.settings, body.password)
        await _require_reauthenticated(service, user, session, body.nonce)
        await _require_current_password(service, user, session, body)
    password_hash = await _new_password_hash(user, body.password)
    letters: list[Letter] = []
    async with service.transaction() as connection:
        if password_hash:
            await users.update_password(connection, user.id, password_hash, session.id)
            await insert_audit(connection, user, "user_updated_password", client.ip)
        if body.data is not None:
            await users.update_user_metadata(connection, user.id, body.data)
        if email and email != user.email:
            letters = await _begin_email_change(service, connection, user, email, body, client)
        await insert_audit(connection, user, "user_modified", client.ip)
        answer = user_json(await users.require_user(connection, user.id))
    await service.post(letters)
    return answer


def _require_allowed(body: UserBody) -> None:
    require_challenge(body)
    if body.phone:
        raise AuthProblem(400, "phone_provider_disabled", "Phone logins are disabled")
    if body.app_metadata is not None:
        raise AuthProblem(403, "not_admin", "Updating app_metadata requires admin privileges")


async def _begin_email_change(
    service: Service, connection: AsyncConnection, user: User, email: str, body: UserBody, client: Client
) -> list[Letter]:
    if await users.select_user_by_email(connection, email):
        raise AuthProblem(422, "email_exists", "A user with this email address has already been registered")
    await begin_flow(connection, user.id, "email_change", body)
    return await send_email_change(service, connection, user, email, client, pkce=bool(body.code_challenge))


async def _require_reauthenticated(service: Service, user: User, session: Session, nonce: str) -> None:
    """In a session older than a day only somebody who can read the person's mail may change the password."""
    young = now() <= session.created_at + OLD_SESSION
    if young or not service.settings.old_sessions_need_a_nonce_for_a_password:
        return
    if not nonce:
        raise AuthProblem(400, "reauthentication_needed", "Password update requires reauthentication")
    expected, given = user.reauthentication_token, token_hash(user.email, nonce)
    same = expected != "" and hmac.compare_digest(expected.encode(), given.encode())
    if not same or not is_fresh(service, user.reauthentication_sent_at):
        raise AuthProblem(422, "reauthentication_not_valid", "Nonce has expired or is invalid")
    async with service.transaction() as connection:
        await codes.update_reauthenticated(connection, user.id)


async def _require_current_password(service: Service, user: User, session: Session, body: UserBody) -> None:
    """Where the project wants it the old password is shown, but for a session that a mail began."""
    mailed = any(method["method"] in MAILED for method in session.methods)
    if not service.settings.current_password_wanted or mailed or not user.encrypted_password:
        return
    message = "Current password required when setting new password."
    if not body.current_password:
        raise AuthProblem(400, "current_password_required", message)
    if not await password_matches(body.current_password, user.encrypted_password):
        raise AuthProblem(400, "current_password_invalid", message)


async def _new_password_hash(user: User, password: str | None) -> str:
    """Return the hash to store; empty when the password is not to change."""
    if password is None:
        return ""
    if await password_matches(password, user.encrypted_password):
        raise AuthProblem(422, "same_password", "New password should be different from the old password.")
    return await hash_password(password)
