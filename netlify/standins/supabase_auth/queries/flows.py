"""SQL for PKCE: a client that waits for its link to be followed."""

from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row

from netlify.standins.supabase_auth.records import Flow


async def insert_flow(
    connection: AsyncConnection, user_id: UUID, authentication_method: str, challenge: str, challenge_method: str
) -> None:
    """Note what the client must prove to know, and the code it will get."""
    await connection.execute(
        """
        insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type,
                                     provider_access_token, provider_refresh_token, created_at, updated_at,
                                     authentication_method)
        values (gen_random_uuid(), %(user_id)s, gen_random_uuid()::text,
                %(challenge_method)s::auth.code_challenge_method, %(challenge)s, 'email', '', '', now(), now(),
                %(method)s)
        """,
        {
            "user_id": user_id,
            "challenge_method": challenge_method,
            "challenge": challenge,
            "method": authentication_method,
        },
    )


async def update_flow_issued(connection: AsyncConnection, user_id: UUID, authentication_method: str) -> str | None:
    """Issue the code of the newest flow of this kind; None when there is none."""
    cursor = await connection.execute(
        """
        update auth.flow_state
           set auth_code_issued_at = now(), updated_at = now()
         where id = (select id
                       from auth.flow_state
                      where user_id = %(user_id)s
                        and authentication_method = %(method)s
                      order by created_at desc
                      limit 1)
        returning auth_code
        """,
        {"user_id": user_id, "method": authentication_method},
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def select_flow_locked(connection: AsyncConnection, auth_code: str) -> Flow | None:
    """Return the flow of this code; another exchange of the same code waits, and then finds nothing."""
    async with connection.cursor(row_factory=class_row(Flow)) as cursor:
        await cursor.execute(
            """
            select id, user_id, auth_code, code_challenge, code_challenge_method::text as code_challenge_method,
                   authentication_method, created_at, auth_code_issued_at
              from auth.flow_state
             where auth_code = %(auth_code)s
               and user_id is not null
               and code_challenge is not null
               for update
            """,
            {"auth_code": auth_code},
        )
        return await cursor.fetchone()


async def delete_flow(connection: AsyncConnection, flow_id: UUID) -> None:
    """A code is exchanged once."""
    await connection.execute("delete from auth.flow_state where id = %(id)s", {"id": flow_id})
