"""The mailbox of the local platform: every mail that it sent, kept in Postgres and shown at /.local/mail."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from psycopg import AsyncConnection
from psycopg.rows import class_row
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

SHOWN = 100
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
HEADERS = {
    "cache-control": "no-store",
    "vary": "accept",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1rem;color:#222;background:#f6f5f2}"
    "article{background:#fff;border:1px solid #ddd;border-radius:.5rem;padding:1rem;margin:1rem 0}"
    "h1{font-size:1.4rem}h2{font-size:1.1rem;margin:0}p{margin:.25rem 0;color:#555}"
    "div{white-space:pre-wrap;overflow-wrap:anywhere;margin-top:.75rem}a{color:#0b57d0}"
)


@dataclass(frozen=True)
class Message:
    """One mail that was sent."""

    id: int
    recipient: str
    subject: str
    text: str
    html: str
    sent_at: datetime

    @property
    def links(self) -> list[str]:
        """The addresses in the text, in order."""
        return LINK.findall(self.text)

    def as_json(self) -> dict[str, object]:
        """Return the mail as the JSON form of the page shows it."""
        sent_at = self.sent_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return {
            "to": self.recipient,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "links": self.links,
            "sent_at": sent_at,
        }


class Mailbox:
    """Where every mail of the platform goes. The role in `database_url` may read and write local_mail."""

    def __init__(self, database_url: str):
        self._database_url = database_url

    async def send(self, to: str, subject: str, text: str, html: str = "") -> None:
        """Deliver a mail: it is on the page at once."""
        async with await self._connect() as connection:
            await connection.execute(
                """
                insert into local_mail.messages (recipient, subject, text, html)
                values (%(to)s, %(subject)s, %(text)s, %(html)s)
                """,
                {"to": to, "subject": subject, "text": text, "html": html},
            )

    async def messages(self, to: str = "", limit: int | None = None) -> list[Message]:
        """Return the mails, newest first; those to one address when `to` is given."""
        async with await self._connect() as connection, connection.cursor(row_factory=class_row(Message)) as cursor:
            await cursor.execute(
                """
                select id, recipient, subject, text, html, sent_at
                  from local_mail.messages
                 where %(to)s in ('', recipient)
                 order by id desc
                 limit %(limit)s
                """,
                {"to": to, "limit": limit},
            )
            return await cursor.fetchall()

    async def _connect(self) -> AsyncConnection:
        """A connection for each use: the mailbox then outlives any restart of Postgres."""
        return await AsyncConnection.connect(self._database_url, connect_timeout=3)


def mail_route(mailbox: Mailbox, path: str = "/.local/mail") -> Route:
    """Return the page: HTML, or JSON when that is what is accepted; `?to=` shows one address only."""

    async def show(request: Request) -> Response:
        to = request.query_params.get("to", "").replace("\0", "")
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse([message.as_json() for message in await mailbox.messages(to)], headers=HEADERS)
        return HTMLResponse(_page(await mailbox.messages(to, SHOWN)), headers=HEADERS)

    return Route(path, show, methods=["GET"])


def _page(messages: list[Message]) -> str:
    mails = "".join(map(_article, messages)) or "<p>No mail yet. It appears here the moment the platform sends one.</p>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mailbox</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main><h1>Mailbox</h1><p>Every mail the local platform sent, newest first; the last {SHOWN}.</p>"
        f"{mails}</main></body></html>"
    )


def _article(message: Message) -> str:
    when = message.sent_at.astimezone(UTC)
    return (
        f"<article><h2>{escape(message.subject)}</h2><p>to {escape(message.recipient)}, "
        f'<time datetime="{when.isoformat()}">{when:%Y-%m-%d %H:%M:%S} UTC</time></p>'
        f"<div>{_with_links(message.text)}</div></article>"
    )


def _with_links(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in LINK.finditer(text):
        parts += [escape(text[end : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        end = found.end()
    return "".join([*parts, escape(text[end:])])
