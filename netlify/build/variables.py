"""Lambda gives all environment variables together 4 KB: whether what `shared/settings.py` reads fits."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from netlify.build.paths import ROOT, BuildRefused

LIMIT_BYTES = 4096
NETLIFYS_OWN_BYTES = 512  # SITE_ID, SITE_NAME, URL and the like, which Netlify adds
SETTINGS = ROOT / "shared" / "settings.py"
READERS = re.compile(r"require|read(_\w+)?")
# What a value is taken to need where it is not set here, and the longest of its kind otherwise.
USUAL_BYTES = 64
LONGEST_BYTES = {
    "DATABASE_URL": 200,
    "BACKUP_DATABASE_URL": 200,
    "MIGRATION_DATABASE_URL": 200,
    "OPENAI_API_KEY": 180,
    "STRIPE_SECRET_KEY": 120,
    "SUPABASE_JWT_SECRET": 96,
    "SIGNUP_HOOK_SECRET": 160,
    "STRIPE_WEBHOOK_SECRET": 140,
    "BACKUP_ENCRYPTION_KEY": 96,
}
NOT_FOR_FUNCTIONS = {"DATA", "PORT", "MIGRATION_DATABASE_URL"}


def names(settings: Path = SETTINGS) -> list[str]:
    """Return the variables that `settings` reads, in its order."""
    found = [
        call.args[0].value
        for call in ast.walk(ast.parse(settings.read_bytes()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and READERS.fullmatch(call.func.id)
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]
    return [name for name in dict.fromkeys(found) if name not in NOT_FOR_FUNCTIONS]


def check(environment: Mapping[str, str], settings: Path = SETTINGS) -> int:
    """Return how many bytes the variables may take; raises BuildRefused, naming the longest, when they do not fit."""
    sizes = {
        name: len(name)
        + max(len(environment[name].encode()) if environment.get(name) else LONGEST_BYTES.get(name, USUAL_BYTES), 0)
        for name in names(settings)
    }
    total = sum(sizes.values()) + NETLIFYS_OWN_BYTES
    if total > LIMIT_BYTES:
        longest = sorted(sizes, key=sizes.__getitem__, reverse=True)[:3]
        listed = ", ".join(f"{name} {sizes[name]}" for name in longest)
        raise BuildRefused(
            f"the environment variables could take {total} bytes, and a function gets {LIMIT_BYTES} for "
            f"all of them; the longest: {listed}."
        )
    return total
