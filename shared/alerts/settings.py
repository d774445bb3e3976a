"""Whom the watch tells, and how: each channel is off where its setting is empty."""

from functools import cache
from typing import NamedTuple

from shared.environment import SettingMissing, read, read_integer
from shared.settings import StoreSettings, store_of

MEGABYTE = 1_000_000


class AlertSettings(NamedTuple):
    """Where messages go. `otlp` is the base address of an OpenTelemetry collector; a login in it becomes Basic."""

    email: str
    webhook: str
    heartbeat: str
    otlp: str
    database_bytes: int

    @property
    def ways(self) -> list[str]:
        """The names of the ways by which somebody is told; none where nobody would hear."""
        named = {"mail": self.email, "webhook": self.webhook, "heartbeat": self.heartbeat}
        return [name for name, setting in named.items() if setting]


class MailAccount(NamedTuple):
    """Who is written to, by whom; `store` names Amazon's SES with its key, None is boto3's own idea of it."""

    recipients: tuple[str, ...]
    store: StoreSettings | None

    @property
    def sender(self) -> str:
        """The first recipient: an address that SES has verified may write to itself, even in its sandbox."""
        return self.recipients[0]


@cache
def alerts() -> AlertSettings:
    """Return the settings of the watch."""
    return AlertSettings(
        email=read("ALERT_EMAIL"),
        webhook=read("ALERT_WEBHOOK_URL"),
        heartbeat=read("ALERT_HEARTBEAT_URL").rstrip("/"),
        otlp=read("OTEL_EXPORTER_OTLP_ENDPOINT").rstrip("/"),
        database_bytes=read_integer("ALERT_DATABASE_MB", 8000) * MEGABYTE,
    )


def mail_account(setting: str) -> MailAccount:
    """Return what ALERT_EMAIL says: an address, several with commas, or https://KEY:SECRET@email.REGION.amazonaws.com/them.

    Raises SettingMissing for what is neither.
    """
    store = None
    if "://" in setting:
        store = store_of(setting, "ALERT_EMAIL")
        labels = store.endpoint.partition("://")[2].split(".")
        if labels[-2:] == ["amazonaws", "com"]:  # email.us-east-1.amazonaws.com says the region itself
            store = store._replace(region=labels[1])
    recipients = tuple(each.strip() for each in (store.bucket if store else setting).split(",") if each.strip())
    if not recipients or not all("@" in each for each in recipients):
        raise SettingMissing("The setting ALERT_EMAIL must be an address, or https://KEY:SECRET@host/address.")
    return MailAccount(recipients, store)
