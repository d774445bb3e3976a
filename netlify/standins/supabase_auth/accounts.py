"""Making an account: sign-up, with the answer that does not tell whether an address is known."""

import re
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from psycopg import AsyncConnection
from psycopg import Error as DatabaseError

from netlify.standins.supabase_auth.bodies import SignUpBody
from netlify.standins.supabase_auth.flows import begin_flow, require_challenge
from netlify.standins.supabase_auth.hooks import call_before_user_created
from netlify.standins.supabase_auth.mails import Letter
from netlify.standins.supabase_auth.passwords import hash_password, require_strong
from netlify.standins.supabase_auth.problems import AuthProblem, unexpected_failure, validation_failed
from netlify.standins.supabase_auth.queries import users
from netlify.standins.supabase_auth.queries.audit import AuditAction, insert_audit
from netlify.standins.supabase_auth.records import Json, User, now, timestamp, unsaved_user_json, user_json
from netlify.standins.supabase_auth.sending import send_confirmation
from netlify.standins.supabase_auth.service import Client, Service
from netlify.standins.supabase_auth.sessions import begin_session

# The rule of the library that Supabase Auth uses, which is that of the HTML standard.
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
ADDRESS = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})*")
LONGEST_ADDRESS = 255
# A Go program writes a time that was never set like this; the hook's user has no others.
NEVER = "0001-01-01T00:00:00Z"


@dataclass(frozen=True)
class _Newcomer:
    """Somebody who has passed the hook, and whose password is hashed: both take too long for a transaction."""

    id: UUID
    password_hash: str


def require_email(email: str) -> str:
    """Return the address in lower case; refuses what is none."""
    if not email:
        raise validation_failed("An email address is required")
    if len(email) > LONGEST_ADDRESS:
        raise validation_failed("An email address is too long")
    if not ADDRESS.fullmatch(email):
        raise validation_failed("Unable to validate email address: invalid format")
    return email.lower()


async def sign_up(service: Service, body: SignUpBody, client: Client) -> Json:
    """Make an account and ask for confirmation, or sign in at once where none is wanted.

    Somebody whose address is known and confirmed gets an answer of the same form, and nothing happens.
    """
    _require_sign_up(service, body)
    pkce = require_challenge(body)
    email = require_email(body.email)
    async with service.transaction() as connection:
        known = await users.select_user_by_email(connection, email)
    newcomer = None if known else await _admit(service, email, body, client)
    async with service.transaction() as connection:
        user = await _find_or_add(connection, email, newcomer, body.data)
        await insert_audit(connection, user, _audit_action(service, user), client.ip)
        if user.email_confirmed_at is not None:
            return _answer_to_a_known_address(service, user, body.data)
        if not service.settings.confirm_email:
            await users.update_email_confirmed(connection, user.id)
            session = await begin_session(service, connection, user.id, "password", client)
            session["user"].pop("confirmed_at", None)  # as the real one, which has not read that column again
            return session
        await begin_flow(connection, user.id, "signup", body)
        letters = await send_confirmation(service, connection, user, client, pkce=pkce)
        answer = user_json(await users.require_user(connection, user.id))
    await service.post(letters)
    return answer


def random_password() -> str:
    """Return a password that nobody knows, for someone who signs up by a link."""
    return secrets.token_urlsafe(32) + "aA1!"


async def confirm_again(
    service: Service, connection: AsyncConnection, user: User, client: Client, *, pkce: bool
) -> list[Letter]:
    """Ask for confirmation once more."""
    await insert_audit(connection, user, "user_confirmation_requested", client.ip)
    return await send_confirmation(service, connection, user, client, pkce=pkce)


def _require_sign_up(service: Service, body: SignUpBody) -> None:
    if not service.settings.sign_up_enabled:
        raise AuthProblem(422, "signup_disabled", "Signups not allowed for this instance")
    if not body.password:
        raise validation_failed("Signup requires a valid password")
    require_strong(service.settings, body.password)
    if body.email and body.phone:
        raise validation_failed("Only an email address or phone number should be provided on signup.")
    if body.phone:
        raise AuthProblem(400, "phone_provider_disabled", "Phone signups are disabled")
    if not service.settings.email_enabled:
        raise AuthProblem(400, "email_provider_disabled", "Email signups are disabled")


async def _admit(service: Service, email: str, body: SignUpBody, client: Client) -> _Newcomer:
    user_id = uuid4()
    shown = unsaved_user_json(user_id, email, "", body.data, created_at=NEVER, updated_at=NEVER)
    await call_before_user_created(service.settings, shown, client.ip)
    return _Newcomer(user_id, await hash_password(body.password))


async def _find_or_add(connection: AsyncConnection, email: str, newcomer: _Newcomer | None, data: Json) -> User:
    """Return the person with this address, who may be the newcomer or one who was quicker."""
    if newcomer:
        try:
            await users.insert_user(connection, newcomer.id, email, newcomer.password_hash, data)
        except DatabaseError:
            raise unexpected_failure("Database error saving new user") from None
    user = await users.select_user_by_email(connection, email)
    if user is None:
        raise unexpected_failure("Database error finding user")
    return user


def _audit_action(service: Service, user: User) -> AuditAction:
    if user.email_confirmed_at is not None:
        return "user_repeated_signup"
    return "user_confirmation_requested" if service.settings.confirm_email else "user_signedup"


def _answer_to_a_known_address(service: Service, user: User, data: Json) -> Json:
    """Return what a stranger would get; where no confirmation is wanted there is nothing to hide behind."""
    if not service.settings.confirm_email:
        raise AuthProblem(422, "user_already_exists", "User already registered")
    moment = timestamp(now())
    stranger = {"confirmation_sent_at": moment, "created_at": moment, "updated_at": moment}
    if user.recovery_sent_at:  # as the real one: it lets that much be seen
        stranger["recovery_sent_at"] = timestamp(user.recovery_sent_at)
    return unsaved_user_json(uuid4(), user.email, "", data, **stranger)
