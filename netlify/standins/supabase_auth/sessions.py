"""Sessions: beginning one, refreshing it with a token that rotates, and noticing one that was stolen."""

import datetime as dt
from uuid import UUID

from psycopg import AsyncConnection

from netlify.standins.supabase_auth.problems import AuthProblem, unexpected_failure, validation_failed
from netlify.standins.supabase_auth.queries import sessions, users
from netlify.standins.supabase_auth.queries.audit import insert_audit
from netlify.standins.supabase_auth.records import Json, RefreshToken, now, user_json
from netlify.standins.supabase_auth.service import Client, Service
from netlify.standins.supabase_auth.tokens import REFRESH_TOKEN, access_token, refresh_token


async def begin_session(
    service: Service, connection: AsyncConnection, user_id: UUID, method: str, client: Client
) -> Json:
    """Sign the person in, having shown who they are by `method`; return the token answer."""
    token = refresh_token()
    session_id = await sessions.insert_session(connection, user_id, method, token, client.ip, client.user_agent)
    return await _token_answer(service, connection, user_id, session_id, token)


async def refresh_session(service: Service, token: str, client: Client) -> Json:
    """Return a new access token and the next refresh token.

    A token that was used counts again while its successor was not (the answer got lost), and for ten seconds
    (several tabs at once). Later than that it was stolen: every token of the session is revoked.
    """
    if not REFRESH_TOKEN.fullmatch(token):
        raise validation_failed("Refresh token is not valid")
    async with service.transaction() as connection:
        found = await sessions.select_refresh_token_locked(connection, token)
        if found is None:
            raise AuthProblem(400, "refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found")
        user = await users.require_user(connection, found.user_id)
        if user.is_banned:
            raise AuthProblem(400, "user_banned", "Invalid Refresh Token: User Banned")
        successor = await _successor(service, connection, found)
        if successor:
            await insert_audit(connection, user, "token_refreshed", client.ip)
            await sessions.update_session_refreshed(connection, found.session_id, client.ip, client.user_agent)
            return await _token_answer(service, connection, user.id, found.session_id, successor)
        await sessions.update_family_revoked(connection, found.session_id)
    raise AuthProblem(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used")


async def continue_session(service: Service, connection: AsyncConnection, user_id: UUID, session_id: UUID) -> Json:
    """Return the token answer of a session that goes on as something more: its old refresh tokens end."""
    token = refresh_token()
    await sessions.insert_next_token(connection, user_id, session_id, token)
    return await _token_answer(service, connection, user_id, session_id, token)


async def _successor(service: Service, connection: AsyncConnection, token: RefreshToken) -> str | None:
    """Return the refresh token that follows `token`; None when `token` must not be used again."""
    if token.revoked:
        if active := await sessions.select_active_child(connection, token):
            return active
        if now() > token.updated_at + dt.timedelta(seconds=service.settings.refresh_reuse_seconds):
            return None
    successor = refresh_token()
    await sessions.insert_successor(connection, token, successor)
    return successor


async def _token_answer(
    service: Service, connection: AsyncConnection, user_id: UUID, session_id: UUID, token: str
) -> Json:
    user = await users.require_user(connection, user_id)
    session = await sessions.select_session(connection, session_id)
    if session is None:
        raise unexpected_failure("The session ended while it was used")
    signed, expires_at = access_token(service.settings, service.keys, user, session)
    return {
        "access_token": signed,
        "token_type": "bearer",
        "expires_in": service.settings.access_token_seconds,
        "expires_at": expires_at,
        "refresh_token": token,
        "user": user_json(user),
    }
