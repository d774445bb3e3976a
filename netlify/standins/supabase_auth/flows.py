"""PKCE: the client that asked proves that it is the one that got the code (RFC 7636)."""

import base64
import datetime as dt
import hashlib
import hmac
import re
from uuid import UUID

from psycopg import AsyncConnection

from netlify.standins.supabase_auth.bodies import Challenge
from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.queries.flows import insert_flow
from netlify.standins.supabase_auth.records import Flow, now

CHALLENGE = re.compile(r"[a-zA-Z0-9._~-]+")
# What kind of mail leads to which authentication method in the token.
METHODS = {
    "signup": "email/signup",
    "invite": "invite",
    "recovery": "recovery",
    "magiclink": "magiclink",
    "email_change": "email_change",
}


def require_challenge(body: Challenge) -> bool:
    """Return whether this is a PKCE request; refuses half a challenge or a malformed one."""
    challenge, method = body.code_challenge, body.code_challenge_method
    if bool(challenge) != bool(method):
        raise validation_failed("PKCE flow requires code_challenge_method and code_challenge")
    if not challenge:
        return False
    if not 43 <= len(challenge) <= 128:  # RFC 7636 section 4.2
        raise validation_failed("code challenge has to be between 43 and 128 characters")
    if not CHALLENGE.fullmatch(challenge):
        allowed = "alphanumeric characters, hyphens, periods, underscores and tildes"
        raise validation_failed(f"code challenge can only contain {allowed}")
    if method.lower() not in ("s256", "plain"):
        raise validation_failed(f'unsupported code_challenge method "{method}"')
    return True


async def begin_flow(connection: AsyncConnection, user_id: UUID, kind: str, body: Challenge) -> None:
    """Note a PKCE client's challenge for the link that is about to be mailed."""
    if body.code_challenge:
        challenge_method = body.code_challenge_method.lower()
        await insert_flow(connection, user_id, METHODS[kind], body.code_challenge, challenge_method)


def require_verifier(flow: Flow, verifier: str, lifetime_seconds: int) -> None:
    """Refuse a code that is too old or a verifier that the challenge was not made from."""
    begun = flow.created_at
    if flow.authentication_method == "magiclink" and flow.auth_code_issued_at:
        begun = flow.auth_code_issued_at
    if now() > begun + dt.timedelta(seconds=lifetime_seconds):
        raise AuthProblem(422, "flow_state_expired", "invalid flow state, flow state has expired")
    proof = verifier
    if flow.code_challenge_method == "s256":
        proof = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    if not hmac.compare_digest(proof.encode(), flow.code_challenge.encode()):
        message = "code challenge does not match previously saved code verifier"
        raise AuthProblem(400, "bad_code_verifier", message)
