"""SQL for second factors: what was enrolled, and the challenges that a code answers."""

from typing import NamedTuple
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row


class Factor(NamedTuple):
    """A row of auth.mfa_factors."""

    id: UUID
    status: str
    secret: str


async def insert_factor(connection: AsyncConnection, user_id: UUID, name: str, secret: str) -> UUID:
    """Enroll a factor that is still to be verified; those that never were within five minutes are gone."""
    await connection.execute(
        """
        delete from auth.mfa_factors
         where status = 'unverified'
           and created_at < now() - interval '5 minutes'
        """
    )
    cursor = await connection.execute(
        """
        insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
        values (gen_random_uuid(), %(user_id)s, %(name)s, 'totp', 'unverified', now(), now(), %(secret)s)
        returning id
        """,
        {"user_id": user_id, "name": name, "secret": secret},
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 (an insert returns its row)
    return row[0]


async def select_factor(connection: AsyncConnection, user_id: UUID, factor_id: UUID) -> Factor | None:
    """Return one of the person's factors."""
    async with connection.cursor(row_factory=class_row(Factor)) as cursor:
        await cursor.execute(
            """
            select id, status::text as status, secret
              from auth.mfa_factors
             where id = %(id)s
               and user_id = %(user_id)s
            """,
            {"id": factor_id, "user_id": user_id},
        )
        return await cursor.fetchone()


async def insert_challenge(connection: AsyncConnection, factor_id: UUID, ip: str, seconds: int) -> tuple[UUID, int]:
    """Note that a code is asked for; return the challenge and the second at which it ends."""
    cursor = await connection.execute(
        """
        with challenged as (
          update auth.mfa_factors set last_challenged_at = now() where id = %(factor_id)s
        )
        insert into auth.mfa_challenges (id, factor_id, created_at, ip_address)
        values (gen_random_uuid(), %(factor_id)s, now(), coalesce(nullif(%(ip)s, ''), '127.0.0.1')::inet)
        returning id, floor(extract(epoch from created_at))::bigint + %(seconds)s
        """,
        {"factor_id": factor_id, "ip": ip, "seconds": seconds},
    )
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 (an insert returns its row)
    return row[0], row[1]


async def select_challenge_is_open(
    connection: AsyncConnection, factor_id: UUID, challenge_id: UUID, seconds: int
) -> bool | None:
    """Return whether the factor's challenge still counts; None where there is none."""
    cursor = await connection.execute(
        """
        select created_at + make_interval(secs => %(seconds)s) > now()
          from auth.mfa_challenges
         where id = %(id)s
           and factor_id = %(factor_id)s
           and verified_at is null
        """,
        {"id": challenge_id, "factor_id": factor_id, "seconds": seconds},
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def update_verified(connection: AsyncConnection, factor_id: UUID, challenge_id: UUID, session_id: UUID) -> None:
    """The factor is the person's, the challenge is answered, and the session is aal2."""
    await connection.execute(
        """
        with verified as (
          update auth.mfa_factors set status = 'verified', updated_at = now() where id = %(factor_id)s
        ), answered as (
          update auth.mfa_challenges set verified_at = now() where id = %(challenge_id)s
        ), raised as (
          update auth.sessions
             set aal = 'aal2', factor_id = %(factor_id)s, updated_at = now()
           where id = %(session_id)s
        )
        insert into auth.mfa_amr_claims (session_id, created_at, updated_at, authentication_method, id)
        values (%(session_id)s, now(), now(), 'totp', gen_random_uuid())
            on conflict (session_id, authentication_method) do update set updated_at = now()
        """,
        {"factor_id": factor_id, "challenge_id": challenge_id, "session_id": session_id},
    )


async def delete_what_is_less(connection: AsyncConnection, user_id: UUID) -> None:
    """End the person's sessions that have shown no second factor, and their factors that were never verified."""
    await connection.execute(
        """
        with ended as (
          delete from auth.sessions where user_id = %(user_id)s and coalesce(aal, 'aal1') < 'aal2'
        )
        delete from auth.mfa_factors where user_id = %(user_id)s and status = 'unverified'
        """,
        {"user_id": user_id},
    )


async def delete_factor(connection: AsyncConnection, factor_id: UUID) -> None:
    """Remove a factor; sessions that it raised are aal1 again."""
    await connection.execute(
        """
        with lowered as (
          update auth.sessions set aal = 'aal1', factor_id = null where factor_id = %(id)s
        )
        delete from auth.mfa_factors where id = %(id)s
        """,
        {"id": factor_id},
    )
