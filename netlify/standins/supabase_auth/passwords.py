"""Passwords: bcrypt off the event loop, and the rules of a project."""

import asyncio

import bcrypt

from netlify.standins.supabase_auth.problems import WeakPassword, validation_failed
from netlify.standins.supabase_auth.settings import AuthSettings

COST = 10  # what Supabase Auth uses
MAX_BYTES = 72  # bcrypt reads no further


async def hash_password(password: str) -> str:
    """Return the bcrypt hash of `password`."""
    return (await asyncio.to_thread(bcrypt.hashpw, password.encode(), bcrypt.gensalt(COST))).decode()


async def password_matches(password: str, password_hash: str) -> bool:
    """Return whether `password` is the one that was hashed."""
    if not password_hash or len(password.encode()) > MAX_BYTES:
        return False
    return await asyncio.to_thread(bcrypt.checkpw, password.encode(), password_hash.encode())


def require_strong(settings: AuthSettings, password: str) -> None:
    """Refuse a password that breaks the project's rules."""
    if len(password.encode()) > MAX_BYTES:
        raise validation_failed(f"Password cannot be longer than {MAX_BYTES} characters")
    if weakness := weakness_of(settings, password):
        raise weakness


def weakness_of(settings: AuthSettings, password: str) -> WeakPassword | None:
    """Return which rules `password` breaks, if any; an old password may, and still signs in."""
    broken: dict[str, str] = {}
    if len(password.encode()) < settings.password_min_length:
        broken["length"] = f"Password should be at least {settings.password_min_length} characters."
    required = settings.password_required_characters
    if any(not set(password) & set(characters) for characters in required):
        broken["characters"] = f"Password should contain at least one character of each: {', '.join(required)}."
    return WeakPassword(" ".join(broken.values()), list(broken)) if broken else None
