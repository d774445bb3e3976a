"""The only reader of the environment: one small frozen record per concern, read when first asked for.

NamedTuple rather than dataclass: it costs a cold start a tenth of the time.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple


class SettingMissing(Exception):
    """A setting that the asked-for concern cannot do without is not in the environment."""


class DatabaseSettings(NamedTuple):
    """How the functions reach Postgres: as masterclass_functions, through the pooler in production."""

    url: str
    pipeline: bool


class SupabaseSettings(NamedTuple):
    """Whose tokens are believed. `issuer` is `<SUPABASE_URL>/auth/v1`, without a slash at its end."""

    issuer: str
    legacy_jwt_secret: str


class SiteSettings(NamedTuple):
    """Where the site is served, without a slash at the end."""

    url: str


class AccountsSettings(NamedTuple):
    """Who may sign up. `hook_secrets` is what Supabase shows for the hook, several joined by `|`."""

    hook_secrets: str
    blocked_domains: frozenset[str]
    terms_version: str


class MediaStoreSettings(NamedTuple):
    """The S3-compatible store of paid media. `endpoint` may have a path, and has no slash at its end."""

    endpoint: str
    region: str
    bucket: str
    access_key_id: str
    secret_access_key: str


@cache
def database() -> DatabaseSettings:
    """Return the settings of the functions' database."""
    return DatabaseSettings(url=require("DATABASE_URL"), pipeline=read("DATABASE_PIPELINE", "on") != "off")


@cache
def supabase() -> SupabaseSettings:
    """Return the settings of Supabase Auth."""
    return SupabaseSettings(
        issuer=require("SUPABASE_URL").rstrip("/") + "/auth/v1",
        legacy_jwt_secret=read("SUPABASE_JWT_SECRET"),
    )


@cache
def site() -> SiteSettings:
    """Return the settings of the site."""
    return SiteSettings(url=require("SITE_URL").rstrip("/"))


@cache
def accounts() -> AccountsSettings:
    """Return the settings of sign-up; terms and blocked domains are off unless configured."""
    return AccountsSettings(
        hook_secrets=require("SIGNUP_HOOK_SECRET"),
        blocked_domains=frozenset(
            domain.strip().lower() for domain in read("SIGNUP_BLOCKED_DOMAINS").split(",") if domain.strip()
        ),
        terms_version=read("SIGNUP_TERMS_VERSION"),
    )


@cache
def media_store() -> MediaStoreSettings:
    """Return the settings of the store that keeps paid media."""
    return MediaStoreSettings(
        endpoint=require("MEDIA_S3_ENDPOINT").rstrip("/"),
        region=read("MEDIA_S3_REGION", "us-east-1"),
        bucket=require("MEDIA_S3_BUCKET"),
        access_key_id=require("MEDIA_S3_ACCESS_KEY_ID"),
        secret_access_key=require("MEDIA_S3_SECRET_ACCESS_KEY"),
    )


def read(name: str, default: str = "") -> str:
    """Return the environment's `name`; an empty value counts as absent."""
    return os.environ.get(name) or default  # noqa: TID251 (the one place)


def require(name: str) -> str:
    """Return the environment's `name` or raise SettingMissing, naming it."""
    value = read(name)
    if not value:
        raise SettingMissing(f"The setting {name} is missing (see .env.example).")
    return value


def read_integer(name: str, default: int) -> int:
    """Return the environment's `name` as a whole number, or raise SettingMissing when it is none."""
    value = read(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SettingMissing(f"The setting {name} must be a whole number, not {value!r}.") from None


def forget() -> None:
    """Read everything anew when next asked: for tests, whose environment changes under their feet."""
    for concern in (database, supabase, site, media_store, accounts):
        concern.cache_clear()


def adopt_local_instance() -> None:
    """Let the command line talk to the instance that `make run` keeps in DATA, where nothing else is set."""
    kept = Path(read("DATA", ".local")) / "environment.json"
    if read("DATABASE_URL") or not kept.is_file():
        return
    for name, value in json.loads(kept.read_text()).items():
        os.environ.setdefault(name, value)  # noqa: TID251 (the one place)
