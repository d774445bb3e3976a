"""Access tokens with the claims Supabase issues, refresh tokens, and the one-time codes in mails."""

import base64
import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from uuid import UUID

import jwt

from netlify.standins.supabase_auth.keys import KeyRing
from netlify.standins.supabase_auth.problems import AuthProblem
from netlify.standins.supabase_auth.records import Session, User
from netlify.standins.supabase_auth.settings import AuthSettings

BEARER = re.compile(r"bearer (\S+)", re.IGNORECASE)
REFRESH_TOKEN = re.compile(r"[a-z0-9]{12}")
PKCE_PREFIX = "pkce_"


@dataclass(frozen=True)
class Bearer:
    """Whom a verified access token names."""

    user_id: UUID
    session_id: UUID


def access_token(settings: AuthSettings, keys: KeyRing, user: User, session: Session) -> tuple[str, int]:
    """Return a signed token for the session and the second at which it expires."""
    issued_at = int(time.time())
    expires_at = issued_at + settings.access_token_seconds
    claims = {
        "iss": settings.api_url,
        "sub": str(user.id),
        "aud": user.aud,
        "exp": expires_at,
        "iat": issued_at,
        "email": user.email,
        "phone": user.phone,
        "app_metadata": user.app_metadata,
        "user_metadata": user.user_metadata,
        "role": user.role,
        "aal": session.aal,
        "amr": session.methods,
        "session_id": str(session.id),
        "is_anonymous": user.is_anonymous,
    }
    key = keys.current
    return jwt.encode(claims, key.private, algorithm="ES256", headers={"kid": key.kid}), expires_at


def read_bearer(keys: KeyRing, authorization: str) -> Bearer:
    """Return whom the Authorization header names; 401 without a token, 403 for one that is not ours."""
    found = BEARER.fullmatch(authorization)
    if found is None:
        raise AuthProblem(401, "no_authorization", "This endpoint requires a valid Bearer token")
    try:
        key = keys.get(jwt.get_unverified_header(found[1]).get("kid"))
        if key is None:
            raise jwt.InvalidTokenError("unrecognized JWT kid")
        claims = jwt.decode(
            found[1],
            key.public,
            algorithms=["ES256"],
            audience="authenticated",
            options={"require": ["exp", "sub", "session_id"]},
        )
        return Bearer(UUID(str(claims["sub"])), UUID(str(claims["session_id"])))
    except (jwt.PyJWTError, ValueError) as error:
        why = f"invalid JWT: unable to parse or verify signature, {error}"
        raise AuthProblem(403, "bad_jwt", why) from None


def refresh_token() -> str:
    """Return a new refresh token: 60 random bits as Supabase writes them."""
    return base64.b32encode(secrets.token_bytes(8)).decode().lower()[:12]


def one_time_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**6):06d}"


def token_hash(email: str, code: str, *, pkce: bool = False) -> str:
    """Return what a link carries and the database keeps for `code`; a PKCE client's is marked as such."""
    digest = hashlib.sha224((email + code).encode()).hexdigest()
    return PKCE_PREFIX + digest if pkce else digest
