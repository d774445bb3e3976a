"""SQL for the audit trail, which Supabase keeps in the database: with the person's address, and for good."""

from typing import Literal

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from netlify.standins.supabase_auth.records import User

AuditAction = Literal[
    "login",
    "logout",
    "token_refreshed",
    "user_confirmation_requested",
    "user_modified",
    "user_reauthenticate_requested",
    "user_recovery_requested",
    "user_repeated_signup",
    "user_signedup",
    "user_updated_password",
]
LOG_TYPES: dict[AuditAction, str] = {
    "login": "account",
    "logout": "account",
    "token_refreshed": "token",
    "user_confirmation_requested": "user",
    "user_modified": "user",
    "user_reauthenticate_requested": "user",
    "user_recovery_requested": "user",
    "user_repeated_signup": "user",
    "user_signedup": "team",
    "user_updated_password": "user",
}


async def insert_audit(connection: AsyncConnection, user: User, action: AuditAction, ip: str) -> None:
    """Write the audit trail as Supabase does, the person's address included."""
    await connection.execute(
        """
        insert into auth.audit_log_entries (instance_id, id, payload, created_at, ip_address)
        values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), %(payload)s, now(), %(ip)s)
        """,
        {
            "payload": Jsonb(
                {
                    "actor_id": str(user.id),
                    "actor_username": user.email,
                    "actor_via_sso": False,
                    "action": action,
                    "log_type": LOG_TYPES[action],
                }
            ),
            "ip": ip,
        },
    )
