"""The ways out of the house: mail, a JSON webhook, the heartbeat, and figures for a collector. None of them raises."""

import base64
import json
import urllib.request
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from shared import logs
from shared.alerts.message import Message
from shared.alerts.settings import AlertSettings, mail_account
from shared.deadline import within
from shared.environment import SettingMissing
from shared.operations.mail_gateway import send_mail
from shared.problems import Unavailable

POST_SECONDS = 5.0
MAIL_SECONDS = 10.0


def tell(settings: AlertSettings, message: Message) -> tuple[bool, bool]:
    """Send `message` by every channel there is; return whether anybody was told, and whether every channel took it.

    Where there is none, a line in the log is all, and that counts.
    """
    taken = list[bool]()
    if settings.email:
        taken.append(_attempt("mail", lambda: _mail(settings.email, message)))
    if settings.webhook:
        body = {"text": message.content, "content": message.content}
        taken.append(_attempt("webhook", lambda: post(settings.webhook, body)))
    logs.write({"watch": message.subject, "channels": len(taken), "taken": sum(taken)})
    return any(taken) or not taken, all(taken)


def beat(settings: AlertSettings, signal: str, says: str = "") -> bool:
    """Tell the heartbeat's service that an evaluation begins ("/start"), went well ("") or did not ("/fail").

    Return False where there is one and it did not hear.
    """
    if not settings.heartbeat:
        return True
    return _attempt("heartbeat", lambda: _post(settings.heartbeat + signal, says.encode(), "text/plain"))


def export(settings: AlertSettings, document: object) -> None:
    """Post `document` (OTLP's JSON of metrics) to the collector."""
    if settings.otlp:
        _attempt("collector", lambda: post(settings.otlp + "/v1/metrics", document))


def post(url: str, document: object) -> None:
    """Post `document` as JSON; raises OSError where it is not taken."""
    _post(url, json.dumps(document).encode(), "application/json")


def _attempt(channel: str, send: Callable[[], None]) -> bool:
    """Whether it was taken; if not, a line says what failed, never where to: the address is a secret."""
    try:
        within(MAIL_SECONDS, send)
    except (OSError, ValueError, Unavailable, SettingMissing) as failure:
        status = getattr(failure, "code", None)
        says = failure.detail if isinstance(failure, Unavailable) else type(failure).__name__
        logs.write({"watch": "was not heard", "channel": channel, "says": says, "status": status})
        return False
    return True


def _mail(setting: str, message: Message) -> None:
    account = mail_account(setting)
    send_mail(account.store, account.sender, account.recipients, message.subject, message.text)


def _post(url: str, body: bytes, content_type: str) -> None:
    parts = urlsplit(url)
    headers = {"content-type": content_type, "user-agent": "primary-care-financial-masterclass"}
    if parts.username:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        headers["authorization"] = f"Basic {base64.b64encode(login).decode()}"
        url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 (the operator's own setting)
    with urllib.request.urlopen(request, timeout=POST_SECONDS) as answer:  # noqa: S310
        answer.read(1024)
