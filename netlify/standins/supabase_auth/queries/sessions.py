"""SQL for sessions and their rotating refresh tokens."""

from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row

from netlify.standins.supabase_auth.records import RefreshToken, Session


async def insert_session(
    connection: AsyncConnection, user_id: UUID, method: str, refresh_token: str, ip: str, user_agent: str
) -> UUID:
    """Begin a session: how the person signed in, its first refresh token, and when they last did."""
    cursor = await connection.execute(
        """
        with begun as (
          insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
          values (gen_random_uuid(), %(user_id)s, now(), now(), 'aal1', nullif(%(user_agent)s, ''),
                  nullif(%(ip)s, '')::inet)
          returning id
        ), claimed as (
          insert into auth.mfa_amr_claims (session_id, created_at, updated_at, authentication_method, id)
          select id, now(), now(), %(method)s, gen_random_uuid() from begun
        ), granted as (
          insert into auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, parent,
                                           session_id)
          select '00000000-0000-0000-0000-000000000000', %(refresh_token)s, %(user_id)s::text, false, now(), now(),
                 null, id
            from begun
        ), signed_in as (
          update auth.users set last_sign_in_at = now(), updated_at = now() where id = %(user_id)s
        )
        select id from begun
        """,
        {"user_id": user_id, "method": method, "refresh_token": refresh_token, "ip": ip, "user_agent": user_agent},
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 (an insert returns its row)
    return row[0]


async def select_session(connection: AsyncConnection, session_id: UUID) -> Session | None:
    """Return a session with the methods it was signed in with, the newest first."""
    async with connection.cursor(row_factory=class_row(Session)) as cursor:
        await cursor.execute(
            """
            select s.id, s.user_id, s.created_at, coalesce(s.aal::text, 'aal1') as aal,
                   coalesce((select jsonb_agg(jsonb_build_object(
                                       'method', a.authentication_method,
                                       'timestamp', floor(extract(epoch from a.updated_at))::bigint)
                                     order by a.updated_at desc)
                               from auth.mfa_amr_claims as a
                              where a.session_id = s.id), '[]') as methods
              from auth.sessions as s
             where s.id = %(id)s
            """,
            {"id": session_id},
        )
        return await cursor.fetchone()


async def select_refresh_token_locked(connection: AsyncConnection, token: str) -> RefreshToken | None:
    """Return a refresh token, its session locked: two refreshes of one session come one after the other."""
    await connection.execute(
        """
        select from auth.sessions
         where id = (select session_id from auth.refresh_tokens where token = %(token)s)
           for update
        """,
        {"token": token},
    )
    async with connection.cursor(row_factory=class_row(RefreshToken)) as cursor:
        await cursor.execute(
            """
            select id, token, session_id, user_id::uuid as user_id, coalesce(revoked, false) as revoked, updated_at
              from auth.refresh_tokens
             where token = %(token)s
               and session_id is not null
            """,
            {"token": token},
        )
        return await cursor.fetchone()


async def select_active_child(connection: AsyncConnection, token: RefreshToken) -> str | None:
    """Return the session's active refresh token when it is the direct successor of `token`."""
    cursor = await connection.execute(
        """
        select token
          from (select token, parent
                  from auth.refresh_tokens
                 where session_id = %(session_id)s
                   and not revoked
                 order by id desc
                 limit 1) as active
         where parent = %(token)s
        """,
        {"session_id": token.session_id, "token": token.token},
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def insert_successor(connection: AsyncConnection, token: RefreshToken, successor: str) -> None:
    """Revoke `token` and put `successor` in its place."""
    await connection.execute(
        """
        with used as (
          update auth.refresh_tokens set revoked = true, updated_at = now() where id = %(id)s
        )
        insert into auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, parent,
                                         session_id)
        values ('00000000-0000-0000-0000-000000000000', %(successor)s, %(user_id)s, false, now(), now(), %(token)s,
                %(session_id)s)
        """,
        {
            "id": token.id,
            "successor": successor,
            "user_id": str(token.user_id),
            "token": token.token,
            "session_id": token.session_id,
        },
    )


async def update_family_revoked(connection: AsyncConnection, session_id: UUID) -> None:
    """Revoke every refresh token of the session: one of them was stolen."""
    await connection.execute(
        """
        update auth.refresh_tokens
           set revoked = true, updated_at = now()
         where session_id = %(session_id)s
           and not revoked
        """,
        {"session_id": session_id},
    )


async def update_session_refreshed(connection: AsyncConnection, session_id: UUID, ip: str, user_agent: str) -> None:
    """Note when and from where the session was last refreshed."""
    await connection.execute(
        """
        update auth.sessions
           set refreshed_at = now() at time zone 'utc', updated_at = now(), user_agent = nullif(%(user_agent)s, ''),
               ip = nullif(%(ip)s, '')::inet
         where id = %(id)s
        """,
        {"id": session_id, "ip": ip, "user_agent": user_agent},
    )


async def delete_sessions(connection: AsyncConnection, user_id: UUID) -> None:
    """Sign the person out everywhere."""
    await connection.execute("delete from auth.sessions where user_id = %(user_id)s", {"user_id": user_id})


async def delete_session(connection: AsyncConnection, session_id: UUID) -> None:
    """Sign the person out here."""
    await connection.execute("delete from auth.sessions where id = %(id)s", {"id": session_id})


async def delete_other_sessions(connection: AsyncConnection, user_id: UUID, session_id: UUID) -> None:
    """Sign the person out everywhere but here."""
    await connection.execute(
        "delete from auth.sessions where user_id = %(user_id)s and id <> %(id)s",
        {"user_id": user_id, "id": session_id},
    )


async def insert_next_token(connection: AsyncConnection, user_id: UUID, session_id: UUID, token: str) -> None:
    """Give the session this refresh token in the place of all that it had."""
    await connection.execute(
        """
        with ended as (
          update auth.refresh_tokens set revoked = true, updated_at = now() where session_id = %(session_id)s
        )
        insert into auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, session_id)
        values ('00000000-0000-0000-0000-000000000000', %(token)s, %(user_id)s::text, false, now(), now(),
                %(session_id)s)
        """,
        {"user_id": user_id, "session_id": session_id, "token": token},
    )
