"""Making a one-time code, noting its hash and writing the mail that carries it.

Each function returns its letters: they are posted when the transaction that noted the code is committed.
"""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from psycopg import AsyncConnection

from netlify.standins.supabase_auth import mails
from netlify.standins.supabase_auth.mails import Letter
from netlify.standins.supabase_auth.problems import AuthProblem
from netlify.standins.supabase_auth.queries import codes
from netlify.standins.supabase_auth.records import User, now
from netlify.standins.supabase_auth.service import Client, Service
from netlify.standins.supabase_auth.tokens import one_time_code, token_hash


async def send_confirmation(
    service: Service, connection: AsyncConnection, user: User, client: Client, *, pkce: bool
) -> list[Letter]:
    """Ask whether the address is the person's."""
    _require_pause(service, user.confirmation_sent_at)
    code = one_time_code()
    token = token_hash(user.email, code, pkce=pkce)
    await codes.update_confirmation_token(connection, user.id, token)
    link = _link(service, "signup", token, client)
    return [mails.confirmation(user.email, link, code, _minutes(service))]


async def send_recovery(
    service: Service, connection: AsyncConnection, user: User, client: Client, *, pkce: bool
) -> list[Letter]:
    """Help someone who forgot their password."""
    return await _send_recovery_token(service, connection, user, client, "recovery", mails.recovery, pkce=pkce)


async def send_magic_link(
    service: Service, connection: AsyncConnection, user: User, client: Client, *, pkce: bool
) -> list[Letter]:
    """Let someone in without a password."""
    return await _send_recovery_token(service, connection, user, client, "magiclink", mails.magic_link, pkce=pkce)


async def send_email_change(
    service: Service, connection: AsyncConnection, user: User, email: str, client: Client, *, pkce: bool
) -> list[Letter]:
    """Ask the holder of the new address, and of the current one, to agree to the change."""
    _require_pause(service, user.email_change_sent_at)
    wanted = [email]
    if service.settings.both_addresses_confirm_a_change and user.email:
        wanted.append(user.email)
    sent = {address: one_time_code() for address in wanted}
    tokens = {address: token_hash(address, code, pkce=pkce) for address, code in sent.items()}
    await codes.update_email_change(connection, user.id, email, tokens[email], tokens.get(user.email, ""))
    return [
        mails.email_change(
            address, user.email, email, _link(service, "email_change", tokens[address], client), code, _minutes(service)
        )
        for address, code in sent.items()
    ]


async def send_reauthentication(service: Service, connection: AsyncConnection, user: User) -> list[Letter]:
    """Send the nonce with which an old session may change the password."""
    _require_pause(service, user.reauthentication_sent_at)
    code = one_time_code()
    await codes.update_reauthentication_token(connection, user.id, token_hash(user.email, code))
    return [mails.reauthentication(user.email, code, _minutes(service))]


def is_fresh(service: Service, sent_at: dt.datetime | None) -> bool:
    """Return whether a code that was sent then still counts."""
    return sent_at is not None and now() <= sent_at + dt.timedelta(seconds=service.settings.code_seconds)


async def _send_recovery_token(
    service: Service,
    connection: AsyncConnection,
    user: User,
    client: Client,
    kind: str,
    write: Callable[[str, str, str, int], Letter],
    *,
    pkce: bool,
) -> list[Letter]:
    _require_pause(service, user.recovery_sent_at)
    code = one_time_code()
    token = token_hash(user.email, code, pkce=pkce)
    await codes.update_recovery_token(connection, user.id, token)
    return [write(user.email, _link(service, kind, token, client), code, _minutes(service))]


def _link(service: Service, kind: str, token: str, client: Client) -> str:
    """What the project's template makes of `{{ .TokenHash }}` and `{{ .RedirectTo }}`, or GoTrue's default link."""
    if service.settings.mail_page:
        onward = {} if client.redirect_to == service.settings.home else {"next": client.redirect_to}
        return f"{service.settings.mail_page}?{urlencode({'token_hash': token, 'type': kind} | onward)}"
    query = urlencode({"token": token, "type": kind, "redirect_to": client.redirect_to})
    return f"{service.settings.api_url}/verify?{query}"


def _minutes(service: Service) -> int:
    return service.settings.code_seconds // 60


def _require_pause(service: Service, sent_at: dt.datetime | None) -> None:
    """Refuse a second mail of a kind too soon after the first, and any when the service sent too many."""
    pause = dt.timedelta(seconds=service.settings.mail_interval_seconds)
    if sent_at is not None and sent_at + pause > now():
        left = int((sent_at + pause - now()).total_seconds())
        message = f"For security purposes, you can only request this after {left} seconds."
        raise AuthProblem(429, "over_email_send_rate_limit", message)
    service.limits.require_mail()
