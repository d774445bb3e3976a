"""Proving that one holds an address: by the token in a link or the code in a mail."""

import datetime as dt
import hmac
from dataclasses import dataclass
from uuid import UUID

from psycopg import AsyncConnection

from netlify.standins.supabase_auth.problems import AuthProblem, validation_failed
from netlify.standins.supabase_auth.queries import codes, users
from netlify.standins.supabase_auth.queries.audit import insert_audit
from netlify.standins.supabase_auth.records import User
from netlify.standins.supabase_auth.sending import is_fresh
from netlify.standins.supabase_auth.service import Client, Service
from netlify.standins.supabase_auth.tokens import PKCE_PREFIX

HALF_CONFIRMED = "Confirmation link accepted. Please proceed to confirm link sent to the other email"
# Which one-time tokens each kind of verification may be about.
TOKEN_KINDS = {
    "email": ["confirmation_token", "recovery_token"],
    "signup": ["confirmation_token"],
    "invite": ["confirmation_token"],
    "recovery": ["recovery_token"],
    "magiclink": ["recovery_token"],
    "email_change": ["email_change_token_current", "email_change_token_new"],
}


@dataclass(frozen=True)
class Proof:
    """A token that belongs to `user`, and what it is good for."""

    user: User
    kind: str
    token: str


async def find_link(service: Service, connection: AsyncConnection, kind: str, token: str) -> Proof:
    """Return what the token of a link proves; refuses an unknown or expired one."""
    if kind not in TOKEN_KINDS:
        raise validation_failed("Invalid email verification type")
    user = await users.select_user_by_token_locked(connection, token, TOKEN_KINDS[kind])
    return _require_proof(service, user, kind, [token], "Email link is invalid or has expired")


async def find_code(service: Service, connection: AsyncConnection, kind: str, email: str, digest: str) -> Proof:
    """Return what a typed code proves, given the digest of address and code; refuses a wrong or expired one."""
    expired = "Token has expired or is invalid"
    if kind not in TOKEN_KINDS:
        raise AuthProblem(403, "otp_expired", expired)
    candidates = [digest, PKCE_PREFIX + digest]
    if kind == "email_change":
        found = [await users.select_user_by_token_locked(connection, token, TOKEN_KINDS[kind]) for token in candidates]
        user = next(filter(None, found), None)
    else:
        user = await users.select_user_by_email_locked(connection, email)
    return _require_proof(service, user, kind, candidates, expired)


async def accept(service: Service, connection: AsyncConnection, proof: Proof, client: Client) -> UUID | None:
    """Do what the proof is good for; return who is signed in by it, None while the other address must agree."""
    if proof.kind in ("signup", "invite"):
        await users.update_email_confirmed(connection, proof.user.id)
        await insert_audit(connection, proof.user, "user_signedup", client.ip)
    elif proof.kind in ("recovery", "magiclink"):
        await codes.update_recovered(connection, proof.user.id)
        if proof.user.email_confirmed_at is None:
            await users.update_email_confirmed(connection, proof.user.id, identities=False)
        await insert_audit(connection, proof.user, "login", client.ip)
    elif not await _change_email(service, connection, proof, client):
        return None
    return proof.user.id


async def _change_email(service: Service, connection: AsyncConnection, proof: Proof, client: Client) -> bool:
    first = proof.user.email_change_confirm_status == 0 and proof.user.email != ""
    if first and service.settings.both_addresses_confirm_a_change:
        await codes.update_email_change_half_confirmed(connection, proof.user.id, proof.token)
        return False
    if not await users.update_email(connection, proof.user.id):
        raise AuthProblem(422, "email_exists", "A user with this email address has already been registered")
    await insert_audit(connection, proof.user, "user_modified", client.ip)
    return True


def _require_proof(service: Service, user: User | None, kind: str, candidates: list[str], refusal: str) -> Proof:
    if user is None:
        raise AuthProblem(403, "otp_expired", refusal)
    if user.is_banned:
        raise AuthProblem(403, "user_banned", "User is banned")
    for proved, expected, sent_at in _pending(user, kind):
        for candidate in candidates:
            if expected and hmac.compare_digest(candidate.encode(), expected.encode()) and is_fresh(service, sent_at):
                return Proof(user, proved, expected)
    raise AuthProblem(403, "otp_expired", refusal)


def _pending(user: User, kind: str) -> list[tuple[str, str, dt.datetime | None]]:
    """Return what the person was sent that a verification of this kind may be about."""
    confirmation = (user.confirmation_token, user.confirmation_sent_at)
    recovery = (user.recovery_token, user.recovery_sent_at)
    if kind == "email":
        return [("signup", *confirmation), ("magiclink", *recovery)]
    if kind in ("signup", "invite"):
        return [(kind, *confirmation)]
    if kind in ("recovery", "magiclink"):
        return [(kind, *recovery)]
    return [
        (kind, user.email_change_token_current, user.email_change_sent_at),
        (kind, user.email_change_token_new, user.email_change_sent_at),
    ]
