"""The parts of the platform put together: which app answers which path."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from netlify.catalog import discover
from netlify.local.functions import PREFIX as FUNCTIONS_PREFIX
from netlify.local.functions import Functions
from netlify.local.installation import BACKUP_BUCKET, BUCKET, Installation
from netlify.local.jobs import PREFIX as JOBS_PREFIX
from netlify.local.jobs import Jobs
from netlify.local.lines import LineWriter
from netlify.local.refusals import app_of
from netlify.local.settings import ROOT
from netlify.local.static import Static
from netlify.local.workers import Limits, Workers
from netlify.postgres import SUPERUSER
from netlify.public import config_json, headers_file, redirects_file
from netlify.standins.openai.app import create_app as create_openai
from netlify.standins.s3.app import Objects
from netlify.standins.s3.folder import ObjectFolder
from netlify.standins.ses.app import create_app as create_ses
from netlify.standins.stripe.app import create_app as create_stripe
from netlify.standins.stripe.settings import StripeSettings
from netlify.standins.supabase_auth.app import create_app as create_auth
from netlify.standins.supabase_auth.mailbox import Mailbox, mail_route
from netlify.standins.supabase_auth.settings import AuthSettings

ENTRIES = ROOT / "netlify" / "functions"
OBJECTS_PREFIX = "/.local/objects"
HANDLERS = ROOT / "functions"
SITE = ROOT / "site"
COURSE = ROOT / "sql" / "course" / "course.yaml"


class Parts(NamedTuple):
    """Everything that answers, and what has to be told when files change."""

    mounts: Mapping[str, Any]
    workers: Workers
    functions: Functions
    jobs: Jobs
    static: Static

    def reload(self) -> None:
        """Take changed files up: new workers, new declarations. Raises DeclarationInvalid or ConfigNotStatic."""
        self.workers.offer(discover(ENTRIES, HANDLERS))
        self.static.reload()


def make_parts(installation: Installation, lines: LineWriter, limits: Limits | None = None) -> Parts:
    """Put the platform together for `installation`; a stand-in is there unless the real service is configured."""
    port = installation.settings.port
    workers = Workers(HANDLERS, installation.functions_environment(), limits or Limits(), lines.write)
    workers.offer(discover(ENTRIES, HANDLERS))
    functions = Functions(workers, lines, port)
    jobs = Jobs(workers, functions, lines, port)
    static = Static([_written(installation), SITE], ROOT / "netlify.toml", functions)
    mounts = {
        FUNCTIONS_PREFIX: functions,
        JOBS_PREFIX: jobs,
        OBJECTS_PREFIX: Objects(_objects(installation), installation.objects),
        "/.local/mail": app_of([mail_route(Mailbox(installation.database_url("supabase_auth_admin")), "/")]),
        "/": static,
        **_stand_ins(installation),
    }
    return Parts(mounts, workers, functions, jobs, static)


def _stand_ins(installation: Installation) -> dict[str, Any]:
    settings = installation.settings
    made: dict[str, tuple[bool, Callable[[Installation], Any]]] = {
        "/auth/v1": (settings.stands_in_for("SUPABASE_URL"), _auth),
        "/.local/stripe": (settings.stands_in_for("STRIPE_SECRET_KEY"), _stripe),
        "/.local/ses": (settings.stands_in_for("ALERT_EMAIL"), _ses),
        "/.local/openai": (settings.stands_in_for("OPENAI_API_KEY", "OPENAI_BASE_URL"), lambda _: create_openai()),
    }
    return {prefix: make(installation) for prefix, (wanted, make) in made.items() if wanted}


def _auth(installation: Installation) -> Any:
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # a lost connection is the supervisor's news
    port = installation.settings.port
    return create_auth(
        AuthSettings(
            origin=installation.settings.origin,
            database_url=installation.database_url("supabase_auth_admin"),
            mail_page=f"{installation.settings.origin}/welcome",
            signup_hook_url=f"http://127.0.0.1:{port}{FUNCTIONS_PREFIX}/signup-hook",
            signup_hook_secrets=installation.hook_secret,
            captcha_wanted=bool(installation.public.captcha_site_key),
        )
    )


def _stripe(installation: Installation) -> Any:
    origin = installation.settings.origin
    course = yaml.safe_load(COURSE.read_text("utf-8"))
    price = course["price"]
    return create_stripe(
        StripeSettings(
            price_minor=price["amount_minor"],
            currency=price["currency"],
            seats_tiers=tuple((tier["from"], tier["amount_minor"]) for tier in course.get("seats", [])),
            origin=f"{origin}/.local/stripe",
            database_url=installation.database_url(SUPERUSER),
            webhook_url=f"http://127.0.0.1:{installation.settings.port}{FUNCTIONS_PREFIX}/stripe-webhook",
            webhook_secret=installation.webhook_secret,
        )
    )


def _ses(installation: Installation) -> Any:
    return create_ses(Mailbox(installation.database_url("supabase_auth_admin")).send)


def _objects(installation: Installation) -> ObjectFolder:
    folder = ObjectFolder(installation.settings.data / "objects")
    for bucket in (BUCKET, BACKUP_BUCKET):
        folder.make_bucket(bucket)
    return folder


def _written(installation: Installation) -> Path:
    """Write what the build writes in production, beside the site and not into it."""
    folder = installation.settings.data / "public"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(config_json(installation.public))
    (folder / "_headers").write_text(headers_file(installation.public))
    (folder / "_redirects").write_text(redirects_file(yaml.safe_load(COURSE.read_text())["modules"]))
    return folder
