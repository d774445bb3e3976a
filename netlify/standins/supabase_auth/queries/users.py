"""SQL for people: auth.users, auth.identities and the audit trail."""

from typing import LiteralString
from uuid import UUID

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from netlify.standins.supabase_auth.records import Json, User

_SELECT_USER: LiteralString = """
    select u.id,
           coalesce(u.aud, '') as aud,
           coalesce(u.role, '') as role,
           coalesce(u.email, '') as email,
           coalesce(u.phone, '') as phone,
           coalesce(u.encrypted_password, '') as encrypted_password,
           u.email_confirmed_at,
           u.invited_at,
           u.phone_confirmed_at,
           u.confirmed_at,
           coalesce(u.confirmation_token, '') as confirmation_token,
           u.confirmation_sent_at,
           coalesce(u.recovery_token, '') as recovery_token,
           u.recovery_sent_at,
           coalesce(u.email_change, '') as email_change,
           coalesce(u.email_change_token_new, '') as email_change_token_new,
           coalesce(u.email_change_token_current, '') as email_change_token_current,
           u.email_change_sent_at,
           coalesce(u.email_change_confirm_status, 0) as email_change_confirm_status,
           coalesce(u.reauthentication_token, '') as reauthentication_token,
           u.reauthentication_sent_at,
           u.last_sign_in_at,
           coalesce(u.raw_app_meta_data, '{}') as app_metadata,
           coalesce(u.raw_user_meta_data, '{}') as user_metadata,
           u.created_at,
           u.updated_at,
           u.banned_until,
           u.is_anonymous,
           coalesce((select jsonb_agg(jsonb_build_object('identity_id', i.id,
                                                         'id', i.provider_id,
                                                         'user_id', i.user_id,
                                                         'identity_data', i.identity_data,
                                                         'provider', i.provider,
                                                         'last_sign_in_at', to_char(i.last_sign_in_at, m.format),
                                                         'created_at', to_char(i.created_at, m.format),
                                                         'updated_at', to_char(i.updated_at, m.format),
                                                         'email', i.email)
                                      order by i.created_at)
                       from auth.identities as i,
                            (values ('YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as m (format) -- connections are in UTC
                      where i.user_id = u.id), '[]') as identities,
           coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                              'id', f.id,
                              'created_at', to_char(f.created_at, m.format),
                              'updated_at', to_char(f.updated_at, m.format),
                              'status', f.status,
                              'friendly_name', f.friendly_name,
                              'factor_type', f.factor_type,
                              'phone', '',
                              'last_challenged_at', to_char(f.last_challenged_at, m.format))) order by f.created_at)
                       from auth.mfa_factors as f,
                            (values ('YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as m (format)
                      where f.user_id = u.id), '[]') as factors
      from auth.users as u
"""


async def select_user(connection: AsyncConnection, user_id: UUID) -> User | None:
    """Return the person with this id."""
    return await _one_user(connection, _SELECT_USER + " where u.id = %(key)s", user_id)


async def require_user(connection: AsyncConnection, user_id: UUID) -> User:
    """Return the person with this id, who must exist."""
    user = await select_user(connection, user_id)
    if user is None:
        raise LookupError("the user vanished while a request was about them")
    return user


async def select_user_by_email(connection: AsyncConnection, email: str) -> User | None:
    """Return the person with this address."""
    where: LiteralString = " where u.email = lower(%(key)s) and not u.is_sso_user and u.deleted_at is null"
    return await _one_user(connection, _SELECT_USER + where, email)


async def select_user_by_email_locked(connection: AsyncConnection, email: str) -> User | None:
    """Return the person with this address; who else verifies a code of theirs waits, and then finds it used."""
    where: LiteralString = " where u.email = lower(%(key)s) and not u.is_sso_user for no key update of u"
    return await _one_user(connection, _SELECT_USER + where, email)


async def select_user_by_token_locked(connection: AsyncConnection, token_hash: str, kinds: list[str]) -> User | None:
    """Return whose one-time token this is, when it is of one of `kinds`; locked as above."""
    where: LiteralString = """
     where u.id = (select t.user_id
                     from auth.one_time_tokens as t
                    where t.token_hash = %(key)s
                      and t.token_type = any (%(kinds)s::auth.one_time_token_type[])
                    limit 1)
       for no key update of u
    """
    return await _one_user(connection, _SELECT_USER + where, token_hash, kinds)


async def insert_user(connection: AsyncConnection, user_id: UUID, email: str, password_hash: str, data: Json) -> bool:
    """Add a person who has not confirmed anything yet, with their e-mail identity.

    Returns whether it happened: another request may have taken the address a moment ago.
    """
    claims: Json = {"sub": str(user_id), "email": email, "email_verified": False, "phone_verified": False}
    identity = data | claims
    cursor = await connection.execute(
        """
        with added as (
          insert into auth.users (instance_id, id, aud, role, email, encrypted_password, confirmation_token,
                                  recovery_token, email_change_token_new, email_change,
                                  raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
          values ('00000000-0000-0000-0000-000000000000', %(id)s, 'authenticated', 'authenticated', %(email)s,
                  %(password_hash)s, '', '', '', '',
                  '{"provider": "email", "providers": ["email"]}', %(identity)s, now(), now())
              on conflict (email) where is_sso_user = false do nothing
          returning id
        )
        insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at,
                                     created_at, updated_at)
        select id::text, id, %(identity)s, 'email', now(), now(), now()
          from added
        """,
        {"id": user_id, "email": email, "password_hash": password_hash, "identity": Jsonb(identity)},
    )
    return cursor.rowcount == 1


async def update_email_confirmed(connection: AsyncConnection, user_id: UUID, *, identities: bool = True) -> None:
    """Note that the address is the person's; every one-time token of theirs ends. A recovery leaves `identities`."""
    await connection.execute(
        """
        with confirmed as (
          update auth.users
             set confirmation_token = '',
                 email_confirmed_at = now(),
                 raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || '{"email_verified": true}',
                 updated_at = now()
           where id = %(id)s
          returning id, email
        ), identified as (
          update auth.identities as i
             set identity_data = i.identity_data || '{"email_verified": true}',
                 updated_at = now()
            from confirmed as c
           where i.user_id = c.id
             and i.email = c.email
             and %(identities)s
        )
        delete from auth.one_time_tokens
         where user_id = %(id)s
        """,
        {"id": user_id, "identities": identities},
    )


async def update_password(connection: AsyncConnection, user_id: UUID, password_hash: str, session_id: UUID) -> None:
    """Set the password; every pending code ends, and every session but this one."""
    await connection.execute(
        """
        with changed as (
          update auth.users
             set encrypted_password = %(password_hash)s,
                 confirmation_token = '', confirmation_sent_at = null,
                 recovery_token = '', recovery_sent_at = null,
                 email_change_token_current = '', email_change_token_new = '', email_change_sent_at = null,
                 reauthentication_token = '', reauthentication_sent_at = null,
                 updated_at = now()
           where id = %(id)s
        ), forgotten as (
          delete from auth.one_time_tokens where user_id = %(id)s
        )
        delete from auth.sessions
         where user_id = %(id)s
           and id <> %(session_id)s
        """,
        {"id": user_id, "password_hash": password_hash, "session_id": session_id},
    )


async def update_user_metadata(connection: AsyncConnection, user_id: UUID, changes: Json) -> None:
    """Merge `changes` into what the person says of themselves; a null takes a key away."""
    removed = [key for key, value in changes.items() if value is None]
    await connection.execute(
        """
        update auth.users
           set raw_user_meta_data = (coalesce(raw_user_meta_data, '{}') || %(changes)s) - %(removed)s::text[],
               updated_at = now()
         where id = %(id)s
        """,
        {"id": user_id, "changes": Jsonb(changes), "removed": removed},
    )


async def update_email(connection: AsyncConnection, user_id: UUID) -> bool:
    """Make the confirmed new address the person's; False when somebody else has it by now."""
    try:
        async with connection.transaction():
            await connection.execute(
                """
                with changed as (
                  update auth.users
                     set email = email_change, email_change = '', email_change_token_current = '',
                         email_change_token_new = '', email_change_confirm_status = 0,
                         email_confirmed_at = coalesce(email_confirmed_at, now()),
                         updated_at = now()
                   where id = %(id)s
                  returning id, email
                ), identified as (
                  update auth.identities as i
                     set identity_data = i.identity_data
                                         || jsonb_build_object('email', c.email, 'email_verified', true),
                         updated_at = now()
                    from changed as c
                   where i.user_id = c.id
                     and i.provider = 'email'
                )
                delete from auth.one_time_tokens where user_id = %(id)s
                """,
                {"id": user_id},
            )
    except psycopg.errors.UniqueViolation:
        return False
    return True


async def _one_user(
    connection: AsyncConnection, query: LiteralString, key: object, kinds: list[str] | None = None
) -> User | None:
    async with connection.cursor(row_factory=class_row(User)) as cursor:
        await cursor.execute(query, {"key": key, "kinds": kinds})
        return await cursor.fetchone()
