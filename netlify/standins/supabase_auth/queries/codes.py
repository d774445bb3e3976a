"""SQL for one-time tokens and codes: confirmation, recovery, a change of address, a nonce."""

from uuid import UUID

from psycopg import AsyncConnection


async def update_confirmation_token(connection: AsyncConnection, user_id: UUID, token_hash: str) -> None:
    """Note the token with which the person can confirm their address."""
    await connection.execute(
        """
        update auth.users
           set confirmation_token = %(token_hash)s, confirmation_sent_at = now(), updated_at = now()
         where id = %(id)s
        """,
        {"id": user_id, "token_hash": token_hash},
    )
    await upsert_one_time_token(connection, user_id, "confirmation_token", token_hash)


async def update_recovery_token(connection: AsyncConnection, user_id: UUID, token_hash: str) -> None:
    """Note the token of a recovery or magic link: the two share their place."""
    await connection.execute(
        """
        update auth.users
           set recovery_token = %(token_hash)s, recovery_sent_at = now(), updated_at = now()
         where id = %(id)s
        """,
        {"id": user_id, "token_hash": token_hash},
    )
    await upsert_one_time_token(connection, user_id, "recovery_token", token_hash)


async def update_reauthentication_token(connection: AsyncConnection, user_id: UUID, token_hash: str) -> None:
    """Note the nonce that lets an old session change the password."""
    await connection.execute(
        """
        update auth.users
           set reauthentication_token = %(token_hash)s, reauthentication_sent_at = now(), updated_at = now()
         where id = %(id)s
        """,
        {"id": user_id, "token_hash": token_hash},
    )
    await upsert_one_time_token(connection, user_id, "reauthentication_token", token_hash)


async def update_email_change(
    connection: AsyncConnection, user_id: UUID, email: str, token_new: str, token_current: str
) -> None:
    """Note the wanted address and the tokens of the new and, unless empty, the current one."""
    await connection.execute(
        """
        update auth.users
           set email_change = %(email)s, email_change_token_new = %(token_new)s,
               email_change_token_current = %(token_current)s, email_change_confirm_status = 0,
               email_change_sent_at = now(), updated_at = now()
         where id = %(id)s
        """,
        {"id": user_id, "email": email, "token_new": token_new, "token_current": token_current},
    )
    await upsert_one_time_token(connection, user_id, "email_change_token_new", token_new)
    if token_current:
        await upsert_one_time_token(connection, user_id, "email_change_token_current", token_current)


async def update_email_change_half_confirmed(connection: AsyncConnection, user_id: UUID, token_hash: str) -> None:
    """Note that the holder of one of the two addresses agreed; their token ends, the other's stays."""
    await connection.execute(
        """
        with agreed as (
          update auth.users
             set email_change_confirm_status = 1,
                 email_change_token_new = case when email_change_token_new = %(token_hash)s
                                               then '' else email_change_token_new end,
                 email_change_token_current = case when email_change_token_current = %(token_hash)s
                                                   then '' else email_change_token_current end,
                 updated_at = now()
           where id = %(id)s
        )
        delete from auth.one_time_tokens
         where user_id = %(id)s
           and token_hash = %(token_hash)s
        """,
        {"id": user_id, "token_hash": token_hash},
    )


async def update_recovered(connection: AsyncConnection, user_id: UUID) -> None:
    """End the recovery token, and with it every other."""
    await connection.execute(
        """
        with recovered as (
          update auth.users set recovery_token = '', updated_at = now() where id = %(id)s
        )
        delete from auth.one_time_tokens where user_id = %(id)s
        """,
        {"id": user_id},
    )


async def update_reauthenticated(connection: AsyncConnection, user_id: UUID) -> None:
    """End the nonce, and with it every other token."""
    await connection.execute(
        """
        with reauthenticated as (
          update auth.users set reauthentication_token = '', updated_at = now() where id = %(id)s
        )
        delete from auth.one_time_tokens where user_id = %(id)s
        """,
        {"id": user_id},
    )


async def upsert_one_time_token(connection: AsyncConnection, user_id: UUID, kind: str, token_hash: str) -> None:
    """Make `token_hash` the person's only token of this kind."""
    await connection.execute(
        """
        insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to)
        select gen_random_uuid(), id, %(kind)s::auth.one_time_token_type, %(token_hash)s,
               lower(case when %(kind)s = 'email_change_token_new' then email_change else email end)
          from auth.users
         where id = %(id)s
            on conflict (user_id, token_type) do update
           set token_hash = excluded.token_hash, relates_to = excluded.relates_to, updated_at = now()
        """,
        {"id": user_id, "kind": kind, "token_hash": token_hash},
    )
