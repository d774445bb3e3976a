"""The project that is looked at: what the environment says of it."""

from typing import NamedTuple

from shared import environment, settings
from shared.doctor.asking import is_local
from shared.doctor.records import Check, Unasked, require
from shared.environment import SettingMissing

NEEDED = (
    "SITE_URL",
    "SUPABASE_URL",
    "SUPABASE_PUBLISHABLE_KEY",
    "DATABASE_URL",
    "MIGRATION_DATABASE_URL",
    "SIGNUP_HOOK_SECRET",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
    "STRIPE_PRICE_ID",
    "MEDIA_S3_URL",
)


class Project(NamedTuple):
    """Where its site and its sign-in service are, and the address of whoever follows a mail; may be empty each."""

    site: str
    supabase: str
    publishable_key: str
    mail: str

    @property
    def local(self) -> bool:
        """Whether it runs on this machine."""
        return is_local(self.site)

    @property
    def auth(self) -> str:
        """Where Supabase Auth's API is; raises Unasked where that is not set."""
        if not self.supabase:
            raise Unasked("SUPABASE_URL is not set.")
        return f"{self.supabase}/auth/v1"

    @property
    def headers(self) -> dict[str, str]:
        """What a page of the site would send along."""
        return {"apikey": self.publishable_key}


def read_project(mail: str = "") -> Project:
    """Return the project that the environment names."""
    return Project(
        site=environment.read("SITE_URL").rstrip("/"),
        supabase=environment.read("SUPABASE_URL").rstrip("/"),
        publishable_key=environment.read("SUPABASE_PUBLISHABLE_KEY"),
        mail=mail,
    )


def setting(name: str) -> str:
    """Return a setting; raises Unasked where it is not set."""
    value = environment.read(name)
    if not value:
        raise Unasked(f"{name} is not set.")
    return value


def checks(project: Project) -> list[Check]:
    """Return what can be seen in the settings themselves."""

    def complete() -> None:
        missing = [name for name in NEEDED if not environment.read(name)]
        require(not missing, f"not set: {', '.join(missing)}. docs/deploy.md says where each comes from.")

    def readable() -> None:
        try:
            for concern in (settings.guidance, settings.accounts, settings.payments, settings.media_store):
                concern()
        except SettingMissing as problem:
            require(" is missing " in str(problem), str(problem))

    def secure() -> None:
        setting("SITE_URL")
        require(
            project.local or project.site.startswith("https://"),
            "SITE_URL is no https:// address. It is in every link that is mailed and that Stripe leads back to.",
        )

    return [
        Check("Every setting is there", complete),
        Check("Every setting can be read", readable),
        Check("The site's address is one of its own, over TLS", secure),
    ]
