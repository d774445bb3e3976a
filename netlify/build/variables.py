"""Lambda gives all environment variables together 4 KB: whether what `shared/settings.py` reads fits.

And in production the database is reached as the functions' login through the pooler, or nothing is built.
"""

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from netlify.build.paths import ROOT, BuildRefused
from shared.environment import SettingMissing, as_base_url

LIMIT_BYTES = 4096
ROOM_BYTES = 3600  # what the longest values that are foreseen may take: the rest is for what is not
NETLIFYS_OWN_BYTES = 512  # SITE_ID, SITE_NAME, URL and the like, which Netlify adds
SETTINGS = ROOT / "shared" / "settings.py"
READERS = re.compile(r"require|read(_\w+)?")
# What a value is taken to need where it is not set here: by how it is read, and the longest of its kind otherwise.
USUAL_BYTES = 64
BYTES_AS_READ = {"read_integer": 8, "read_number": 8, "read_switch": 3}
LONGEST_BYTES = {
    "CONTEXT": 14,
    "DATABASE_URL": 170,
    "OPENAI_EXTRAS": 23,
    "SIGNUP_TERMS_VERSION": 16,  # a day, and a letter where a day has two
    "STRIPE_PRICE_ID": 40,  # Stripe's have 30
    "STRIPE_SEATS_PRICE_ID": 40,
    "STRIPE_API_BASE": 1,  # a stand-in's: nothing that is built for Netlify has one
    "OPENAI_API_KEY": 170,  # project keys have 164
    "OPENAI_MODEL": 40,
    "STRIPE_SECRET_KEY": 110,  # 107
    "SUPABASE_URL": 48,
    "SUPABASE_JWT_SECRET": 88,
    "SIGNUP_HOOK_SECRET": 110,  # two of them, while one is replaced
    "STRIPE_WEBHOOK_SECRET": 80,  # likewise
    "MEDIA_S3_URL": 220,
    "BACKUP_DATABASE_URL": 170,
    "BACKUP_S3_URL": 220,
    "BACKUP_ENCRYPTION_KEY": 96,  # a recipient has 62; several are joined by spaces
}
# What alerts and health need in the functions' environment; shared/alerts/settings.py reads it.
FORESEEN_BYTES = {
    "ALERT_EMAIL": 150,  # with SES' key and region
    "ALERT_WEBHOOK_URL": 125,
    "ALERT_HEARTBEAT_URL": 64,
    "ALERT_DATABASE_MB": 6,
    "OTEL_EXPORTER_OTLP_ENDPOINT": 100,
    "HEALTH_TOKEN": 43,
}
NOT_FOR_FUNCTIONS = {"DATA", "PORT", "MIGRATION_DATABASE_URL", "BACKUP_IDENTITY_FILE"}
POOLER_PORT = 6543  # Supabase's pooler in transaction mode; on 5432 it keeps a session for each client
FUNCTIONS_LOGIN = "masterclass_functions"  # or a second one beside it, while the password changes


def names(settings: Path = SETTINGS) -> list[str]:
    """Return the variables that `settings` reads, in its order."""
    return list(_read_by(settings))


def check(environment: Mapping[str, str], settings: Path = SETTINGS) -> int:
    """Return how many bytes the variables may take; raises BuildRefused, naming the longest, when they do not fit."""
    longest = {
        **{
            name: LONGEST_BYTES.get(name, BYTES_AS_READ.get(reader, USUAL_BYTES))
            for name, reader in _read_by(settings).items()
        },
        **FORESEEN_BYTES,
    }
    sizes = {name: len(name) + (len(environment.get(name, "").encode()) or size) for name, size in longest.items()}
    total = sum(sizes.values()) + NETLIFYS_OWN_BYTES
    if total > LIMIT_BYTES:
        first = sorted(sizes, key=sizes.__getitem__, reverse=True)[:3]
        listed = ", ".join(f"{name} {sizes[name]}" for name in first)
        raise BuildRefused(
            f"the environment variables could take {total} bytes, and a function gets {LIMIT_BYTES} for "
            f"all of them; the longest: {listed}."
        )
    return total


def check_database(environment: Mapping[str, str]) -> None:
    """Raise BuildRefused where production's functions would reach the database as its owner, or past the pooler.

    What is wrong is said, never what the variable holds.
    """
    url = environment.get("DATABASE_URL", "")
    if environment.get("CONTEXT") != "production" or not url:
        return
    try:
        parts = urlsplit(url)
        login, port = unquote(parts.username or "").partition(".")[0], parts.port
    except ValueError:
        raise BuildRefused("DATABASE_URL is no address of a database.") from None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.hostname:
        raise BuildRefused("DATABASE_URL is no address of a database.")
    if not re.fullmatch(rf"{FUNCTIONS_LOGIN}(_\w+)?", login):
        raise BuildRefused(f"DATABASE_URL does not sign in as {FUNCTIONS_LOGIN}, and no function may be the owner.")
    if port != POOLER_PORT:
        raise BuildRefused(f"DATABASE_URL does not lead through the pooler in transaction mode, port {POOLER_PORT}.")


def check_guide(environment: Mapping[str, str]) -> None:
    """Raise BuildRefused where the guide's address could not be added to."""
    try:
        as_base_url("OPENAI_BASE_URL", environment.get("OPENAI_BASE_URL", ""))
    except SettingMissing as problem:
        raise BuildRefused(str(problem)) from None


def _read_by(settings: Path) -> dict[str, str]:
    """Return by which reader `settings` reads each variable."""
    found = {
        call.args[0].value: call.func.id
        for call in ast.walk(ast.parse(settings.read_bytes()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and READERS.fullmatch(call.func.id)
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
    return {name: reader for name, reader in found.items() if name not in NOT_FOR_FUNCTIONS}
