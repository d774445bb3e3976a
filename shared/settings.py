"""The settings: one small frozen record per concern, read from the environment when first asked for.

NamedTuple rather than dataclass: it costs a cold start a tenth of the time.
"""

import os
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from shared.environment import SettingMissing, as_base_url, read, read_integer, read_number, read_switch, require

# Netlify's AI Gateway gives these to each invocation where the owner set neither; nothing else may come so.
COMES_WITH_AN_INVOCATION = ("OPENAI_API_KEY", "OPENAI_BASE_URL")


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


class StoreSettings(NamedTuple):
    """An S3-compatible store. `endpoint` may have a path, and has no slash at its end."""

    endpoint: str
    region: str
    bucket: str
    access_key_id: str
    secret_access_key: str


class BackupSettings(NamedTuple):
    """What the nightly backup reads, as masterclass_backup in session mode, and the age recipients it is sealed to."""

    database_url: str
    recipients: str


class PaymentsSettings(NamedTuple):
    """How Stripe is reached and what is sold. `api_base` is empty for Stripe's own address."""

    secret_key: str
    live: bool
    price_id: str
    seats_price_id: str
    api_base: str
    promotion_codes: bool
    automatic_tax: bool


class WebhookSettings(NamedTuple):
    """What Stripe signs its events with; several secrets, separated by spaces, while one is being replaced."""

    secrets: tuple[str, ...]


class GuidanceSettings(NamedTuple):
    """How the guide answers and what it may cost. `base_url` is empty for OpenAI's own address.

    `own_parameters` are sent that OpenAI alone is sure to know. A burst of 0 is no burst limit. Every other time that
    a call waits is a part of `deadline_seconds`.
    """

    api_key: str
    base_url: str
    own_parameters: tuple[str, ...]
    model: str
    deadline_seconds: float
    output_tokens: int
    questions_free: int
    questions_full: int
    burst_per_minute: int
    daily_spend_microusd: int
    input_dollars_per_million: float
    output_dollars_per_million: float


@cache
def database() -> DatabaseSettings:
    """Return the settings of the functions' database."""
    return DatabaseSettings(url=require("DATABASE_URL"), pipeline=read_switch("DATABASE_PIPELINE", default=True))


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
        terms_version=terms_version(),
    )


def terms_version() -> str:
    """Return the version of the terms that members agree to; empty where nobody is asked."""
    return read("SIGNUP_TERMS_VERSION")


@cache
def media_store() -> StoreSettings:
    """Return the settings of the store that keeps paid media."""
    return store_of(require("MEDIA_S3_URL"), "MEDIA_S3_URL")


@cache
def backup() -> BackupSettings:
    """Return the settings of the backup."""
    return BackupSettings(database_url=require("BACKUP_DATABASE_URL"), recipients=require("BACKUP_ENCRYPTION_KEY"))


@cache
def backup_store() -> StoreSettings:
    """Return the settings of the store that keeps backups."""
    return store_of(require("BACKUP_S3_URL"), "BACKUP_S3_URL")


@cache
def payments() -> PaymentsSettings:
    """Return the settings of Stripe; SettingMissing for a key that does not belong where this runs."""
    key, api_base = require("STRIPE_SECRET_KEY"), read("STRIPE_API_BASE").rstrip("/")
    if not key.startswith(("sk_test_", "rk_test_", "sk_live_", "rk_live_")):
        raise SettingMissing("STRIPE_SECRET_KEY is no secret or restricted key of Stripe's (sk_… or rk_…).")
    live = key[3:].startswith("live_")
    if live and read("CONTEXT") != "production":
        raise SettingMissing("STRIPE_SECRET_KEY is a live key, and this is not production (CONTEXT=production).")
    if live and api_base:
        raise SettingMissing("STRIPE_SECRET_KEY is a live key: STRIPE_API_BASE must not be set beside it.")
    return PaymentsSettings(
        secret_key=key,
        live=live,
        price_id=require("STRIPE_PRICE_ID"),
        seats_price_id=read("STRIPE_SEATS_PRICE_ID"),
        api_base=api_base,
        promotion_codes=read_switch("STRIPE_PROMOTION_CODES", default=False),
        automatic_tax=read_switch("STRIPE_AUTOMATIC_TAX", default=False),
    )


@cache
def sells_for_real() -> bool:
    """Whether this shop's key takes real money; then what Stripe tells of its test mode is nobody's payment."""
    return read("STRIPE_SECRET_KEY")[3:].startswith("live_")


@cache
def webhooks() -> WebhookSettings:
    """Return the settings of Stripe's webhook."""
    return WebhookSettings(secrets=tuple(require("STRIPE_WEBHOOK_SECRET").split()))


@cache
def guidance() -> GuidanceSettings:
    """Return the settings of the guide; a token at one dollar a million costs one millionth of a dollar."""
    base_url = as_base_url("OPENAI_BASE_URL", read("OPENAI_BASE_URL"))
    return GuidanceSettings(
        api_key=read("OPENAI_API_KEY"),
        base_url=base_url,
        own_parameters=tuple(read("OPENAI_EXTRAS", "" if base_url else "safety_identifier store").split()),
        model=read("OPENAI_MODEL", "gpt-4.1-mini"),
        deadline_seconds=read_number("AI_DEADLINE_SECONDS", 20),
        output_tokens=read_integer("AI_OUTPUT_TOKENS", 700),
        questions_free=read_integer("AI_DAILY_QUESTIONS_FREE", 20),
        questions_full=read_integer("AI_DAILY_QUESTIONS_FULL", 50),
        burst_per_minute=read_integer("AI_BURST_PER_MINUTE", 10),
        daily_spend_microusd=round(read_number("AI_DAILY_SPEND_DOLLARS", 10) * 1_000_000),
        input_dollars_per_million=read_number("AI_INPUT_DOLLARS_PER_MILLION", 0.4),
        output_dollars_per_million=read_number("AI_OUTPUT_DOLLARS_PER_MILLION", 1.6),
    )


def store_of(url: str, name: str) -> StoreSettings:
    """Return the store that `url` names: https://KEY:SECRET@host/bucket?region=…, percent-encoded where need be.

    Raises SettingMissing, which says what is wrong with `name` and nothing of what it holds.
    """
    from urllib.parse import parse_qs, unquote, urlsplit

    unreadable = SettingMissing(f"The setting {name} must be https://KEY:SECRET@host/bucket (see .env.example).")
    try:
        parts = urlsplit(url)
        host, key, secret = parts.hostname, parts.username, parts.password
    except ValueError:
        raise unreadable from None
    path, _, bucket = parts.path.strip("/").rpartition("/")
    if parts.scheme not in {"http", "https"} or not (host and key and secret and bucket):
        raise unreadable
    endpoint = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" + (f"/{path}" if path else "")
    region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
    return StoreSettings(endpoint, region, bucket, unquote(key), unquote(secret))


def take_up(given: Mapping[str, object]) -> None:
    """Take up what came with an invocation: a key that is given for one alone is never used for a later one."""
    now = {name: str(given.get(name) or "") for name in COMES_WITH_AN_INVOCATION}
    if now != {name: read(name) for name in COMES_WITH_AN_INVOCATION}:
        os.environ.update(now)  # noqa: TID251 (the one thing that is written there)
        guidance.cache_clear()


def forget() -> None:
    """Read everything anew when next asked: for tests, whose environment changes under their feet."""
    for concern in (
        database,
        supabase,
        site,
        accounts,
        media_store,
        backup,
        backup_store,
        payments,
        webhooks,
        sells_for_real,
        guidance,
    ):
        concern.cache_clear()
