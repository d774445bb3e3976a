"""What one DATA folder's platform is made of: its secrets, kept in DATA, and the environments that its parts run in."""

import base64
import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pyrage import x25519

from netlify.local.settings import LocalSettings, kept_secret, write_private
from netlify.postgres import SUPERUSER
from netlify.public import Public, origin_of
from netlify.standins.s3.signatures import Keys
from shared.operations.backups.sealing import identities_of
from shared.settings import store_of

BUCKET = "masterclass-media"
BACKUP_BUCKET = "masterclass-backups"
DATABASE = "masterclass"
LOGINS = ("postgres", "supabase_auth_admin", "masterclass_functions", "masterclass_backup")
PUBLISHABLE_KEY = "sb_publishable_local"
OWNER = "owner@example.com"
PRICE_ID = "price_masterclass"
SEATS_PRICE_ID = "price_masterclass_seats"


class Installation(NamedTuple):
    """What its parts know of each other."""

    settings: LocalSettings
    passwords: Mapping[str, str]
    superuser_password: str
    objects: Keys
    webhook_secret: str
    hook_secret: str
    health_token: str
    database_port: int
    backup_identity: Path | None  # None where backups are sealed to somebody else's keys

    def database_url(self, role: str) -> str:
        """Return the URL for `role` on the embedded Postgres."""
        password = self.superuser_password if role == SUPERUSER else self.passwords[role]
        return f"postgresql://{role}:{password}@127.0.0.1:{self.database_port}/{DATABASE}"

    @property
    def public(self) -> Public:
        """What the pages may know."""
        functions = self.functions_environment()
        return Public(
            functions["SUPABASE_URL"],
            functions["SUPABASE_PUBLISHABLE_KEY"],
            (origin_of(store_of(functions["MEDIA_S3_URL"], "MEDIA_S3_URL").endpoint),),
            self.settings.given.get("SIGNUP_TERMS_VERSION", ""),
            self.settings.given.get("CAPTCHA_SITE_KEY", ""),
        )

    def functions_environment(self) -> dict[str, str]:
        """Return the environment of every function: what production would have, real services where given."""
        origin = self.settings.origin
        stand_ins = {
            "SITE_URL": origin,
            "DATABASE_URL": self.database_url("masterclass_functions"),
            "SUPABASE_URL": origin,
            "SUPABASE_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
            "SIGNUP_HOOK_SECRET": self.hook_secret,
            "STRIPE_WEBHOOK_SECRET": self.webhook_secret,
            "HEALTH_TOKEN": self.health_token,
            # A person at a keyboard meets the day's quota here, and no limit that depends on how fast they type.
            "AI_BURST_PER_MINUTE": "0",
            **self._stripe(),
            **self._openai(),
            **self._media(),
            **self._backups(),
            **self._mail(),
        }
        given = {name: value for name, value in self.settings.given.items() if name not in NOT_FOR_FUNCTIONS}
        return {**self.settings.passed_on, **stand_ins, **given}

    def operator_environment(self) -> dict[str, str]:
        """Return what the command line needs to talk to this installation: the functions' settings and the owner's."""
        own = {
            "MIGRATION_DATABASE_URL": self.database_url("postgres"),
        }
        if self.backup_identity:
            own["BACKUP_IDENTITY_FILE"] = str(self.backup_identity)
        if not self.settings.stands_in_for("DATABASE_URL"):
            own = {name: self.settings.given[name] for name in own if name in self.settings.given}
        if self.settings.stands_in_for("STRIPE_SECRET_KEY"):
            own["STRIPE_OPERATOR_KEY"] = "sk_test_operator"
        kept = {
            name: value for name, value in self.functions_environment().items() if name not in self.settings.passed_on
        }
        return {**kept, **own}

    def write_environment(self) -> None:
        """Leave the command line's settings in DATA, for its owner's eyes only."""
        write_private(self.settings.data / "environment.json", json.dumps(self.operator_environment(), indent=1))

    def _stripe(self) -> dict[str, str]:
        if not self.settings.stands_in_for("STRIPE_SECRET_KEY"):
            return {}
        base = f"{self.settings.origin}/.local/stripe"
        return {
            "STRIPE_SECRET_KEY": "sk_test_local",
            "STRIPE_API_BASE": base,
            "STRIPE_PRICE_ID": PRICE_ID,
            "STRIPE_SEATS_PRICE_ID": SEATS_PRICE_ID,
        }

    def _openai(self) -> dict[str, str]:
        if not self.settings.stands_in_for("OPENAI_API_KEY", "OPENAI_BASE_URL"):
            return {}
        base = f"{self.settings.origin}/.local/openai/v1"
        return {"OPENAI_API_KEY": "local", "OPENAI_BASE_URL": base, "OPENAI_MODEL": "local-quotation"}

    def _media(self) -> dict[str, str]:
        if not self.settings.stands_in_for("MEDIA_S3_URL"):
            return {}
        return {"MEDIA_S3_URL": self._bucket(BUCKET)}

    def _backups(self) -> dict[str, str]:
        """Return where backups go and to whom they are sealed; what opens them stays with the operator."""
        found = {"BACKUP_S3_URL": self._bucket(BACKUP_BUCKET)} if self.settings.stands_in_for("BACKUP_S3_URL") else {}
        if self.settings.stands_in_for("DATABASE_URL"):
            found["BACKUP_DATABASE_URL"] = self.database_url("masterclass_backup")
        if self.backup_identity:
            found["BACKUP_ENCRYPTION_KEY"] = str(identities_of(self.backup_identity.read_text())[0].to_public())
        return found

    def _bucket(self, name: str) -> str:
        scheme, _, host = self.settings.origin.partition("://")
        keys = f"{quote(self.objects.access_key_id, safe='')}:{quote(self.objects.secret_access_key, safe='')}"
        return f"{scheme}://{keys}@{host}/.local/objects/{name}"

    def _mail(self) -> dict[str, str]:
        """The owner's mail goes to the mailbox page."""
        if not self.settings.stands_in_for("ALERT_EMAIL"):
            return {}
        scheme, _, host = self.settings.origin.partition("://")
        return {"ALERT_EMAIL": f"{scheme}://local:local@{host}/.local/ses/{OWNER}"}


NOT_FOR_FUNCTIONS = {
    "PORT",
    "DATA",
    "CAPTCHA_SITE_KEY",
    "MIGRATION_DATABASE_URL",
    "STRIPE_OPERATOR_KEY",
    "BACKUP_IDENTITY_FILE",
}


def make_installation(settings: LocalSettings, database_port: int) -> Installation:
    """Return the installation in DATA; its secrets are made the first time, those given are used as they are."""
    folder = settings.data / "secrets"
    given = settings.given
    return Installation(
        settings=settings,
        passwords={role: kept_secret(folder, f"database-{role}") for role in LOGINS},
        superuser_password=kept_secret(folder, "database-superuser"),
        objects=Keys("local-media", kept_secret(folder, "objects")),
        webhook_secret=given.get("STRIPE_WEBHOOK_SECRET") or kept_secret(folder, "stripe-webhook", "whsec_{}"),
        hook_secret=given.get("SIGNUP_HOOK_SECRET") or kept_secret(folder, "signup-hook", _new_hook_secret()),
        health_token=given.get("HEALTH_TOKEN") or kept_secret(folder, "health"),
        database_port=database_port,
        backup_identity=None if given.get("BACKUP_ENCRYPTION_KEY") else _kept_identity(folder),
    )


def _kept_identity(folder: Path) -> Path:
    """Return the file of this instance's age identity, made once, as age-keygen writes one."""
    kept_secret(folder, "backup-identity", str(x25519.Identity.generate()))
    return folder / "backup-identity"


def _new_hook_secret() -> str:
    """Return a secret in the form that Supabase shows."""
    return "v1,whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()
