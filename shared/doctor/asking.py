"""Asking services over HTTP as anybody could: nothing is followed, nothing is sent twice, an answer is read whole."""

import http.client
import json
import ssl
from collections.abc import Mapping
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from shared.doctor.records import Ill

PATIENCE_SECONDS = 15
MOST_BYTES = 1_000_000
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Answer(NamedTuple):
    """An answer as it came; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def document(self) -> dict[str, Any]:
        """The body's JSON object, empty where it is none."""
        found = self.json
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    @property
    def code(self) -> str:
        """The error's code, wherever a vendor puts it."""
        error: Any = self.document.get("error")
        nested = cast("dict[str, Any]", error) if isinstance(error, dict) else {"code": error}
        named = self.document.get("error_code") or nested.get("code") or nested.get("type")
        return str(named or self.document.get("code") or "")


def ask(url: str, method: str = "GET", *, document: object = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask `url` once; raises Ill where nothing answers."""
    body = None if document is None else json.dumps(document).encode()
    sent = {"accept": "application/json", **({"content-type": "application/json"} if body else {}), **(headers or {})}
    try:
        return _ask(url, method, body, sent)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        said = " ".join(str(problem).split()) or type(problem).__name__
        raise Ill(f"{place_of(url)} does not answer ({said}).") from None


def _ask(url: str, method: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    parts = urlsplit(url)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(parts.netloc, timeout=PATIENCE_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE_SECONDS)
    try:
        connection.request(
            method, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, dict(headers)
        )
        response = connection.getresponse()
        listed = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, listed, response.read(MOST_BYTES))
    finally:
        connection.close()


def place_of(url: str) -> str:
    """Return the address without what may be secret in it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def is_local(url: str) -> bool:
    """Whether `url` is on this machine: what only hosted services have is not asked of it."""
    return urlsplit(url).hostname in LOOPBACK


def same_place(first: str, second: str) -> bool:
    """Whether two addresses are one place; this machine's names are one."""

    def known(url: str) -> tuple[str, str, int | None, str]:
        parts = urlsplit(url)
        host = "localhost" if parts.hostname in LOOPBACK else parts.hostname or ""
        return parts.scheme, host, parts.port, parts.path.rstrip("/")

    return known(first) == known(second)
