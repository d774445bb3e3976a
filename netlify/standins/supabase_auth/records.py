"""What Supabase Auth knows of a person and their sessions, as rows and as the JSON it answers with."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Json = dict[str, Any]


@dataclass(frozen=True)
class User:
    """A row of auth.users with the person's identities."""

    id: UUID
    aud: str
    role: str
    email: str
    phone: str
    encrypted_password: str
    email_confirmed_at: dt.datetime | None
    invited_at: dt.datetime | None
    phone_confirmed_at: dt.datetime | None
    confirmed_at: dt.datetime | None
    confirmation_token: str
    confirmation_sent_at: dt.datetime | None
    recovery_token: str
    recovery_sent_at: dt.datetime | None
    email_change: str
    email_change_token_new: str
    email_change_token_current: str
    email_change_sent_at: dt.datetime | None
    email_change_confirm_status: int
    reauthentication_token: str
    reauthentication_sent_at: dt.datetime | None
    last_sign_in_at: dt.datetime | None
    app_metadata: Json
    user_metadata: Json
    created_at: dt.datetime
    updated_at: dt.datetime
    banned_until: dt.datetime | None
    is_anonymous: bool
    identities: list[Json]
    factors: list[Json]

    @property
    def has_second_factor(self) -> bool:
        """Whether a factor was verified, so that changing what lets one in wants aal2."""
        return any(factor["status"] == "verified" for factor in self.factors)

    @property
    def is_banned(self) -> bool:
        """Whether the person may not sign in now."""
        return self.banned_until is not None and self.banned_until > now()


@dataclass(frozen=True)
class Session:
    """A row of auth.sessions with how the person signed in, newest first."""

    id: UUID
    user_id: UUID
    created_at: dt.datetime
    methods: list[Json]
    aal: str = "aal1"


@dataclass(frozen=True)
class RefreshToken:
    """A row of auth.refresh_tokens."""

    id: int
    token: str
    session_id: UUID
    user_id: UUID
    revoked: bool
    updated_at: dt.datetime


@dataclass(frozen=True)
class Flow:
    """A row of auth.flow_state: a PKCE client waits for its link to be followed."""

    id: UUID
    user_id: UUID
    auth_code: str
    code_challenge: str
    code_challenge_method: str
    authentication_method: str
    created_at: dt.datetime
    auth_code_issued_at: dt.datetime | None


def now() -> dt.datetime:
    """Return this moment in UTC."""
    return dt.datetime.now(dt.UTC)


def timestamp(moment: dt.datetime) -> str:
    """Return `moment` as the API writes it: RFC 3339 with a Z."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def user_json(user: User) -> Json:
    """Return `user` as the API shows it: what is not there is left out."""
    moments = {
        "email_confirmed_at": user.email_confirmed_at,
        "invited_at": user.invited_at,
        "phone_confirmed_at": user.phone_confirmed_at,
        "confirmation_sent_at": user.confirmation_sent_at,
        "confirmed_at": user.confirmed_at,
        "recovery_sent_at": user.recovery_sent_at,
        "email_change_sent_at": user.email_change_sent_at,
        "reauthentication_sent_at": user.reauthentication_sent_at,
        "last_sign_in_at": user.last_sign_in_at,
        "banned_until": user.banned_until,
    }
    return {
        "id": str(user.id),
        "aud": user.aud,
        "role": user.role,
        "email": user.email,
        "phone": user.phone,
        **{name: timestamp(moment) for name, moment in moments.items() if moment is not None},
        **({"new_email": user.email_change} if user.email_change else {}),
        "app_metadata": user.app_metadata,
        "user_metadata": user.user_metadata,
        **({"factors": user.factors} if user.factors else {}),
        "identities": user.identities,
        "created_at": timestamp(user.created_at),
        "updated_at": timestamp(user.updated_at),
        "is_anonymous": user.is_anonymous,
    }


def unsaved_user_json(user_id: UUID, email: str, role: str, data: Json, **more: str) -> Json:
    """Return a user that is in no table, as the sign-up answer and the before-user-created hook show one."""
    return {
        "id": str(user_id),
        "aud": "authenticated",
        "role": role,
        "email": email,
        "phone": "",
        "app_metadata": {"provider": "email", "providers": ["email"]},
        "user_metadata": data,
        "identities": [],
        "is_anonymous": False,
        **more,
    }
