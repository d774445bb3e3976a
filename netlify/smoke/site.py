"""The site that is being looked at: asked over plain HTTP, following nothing."""

import http.client
import json
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

FUNCTIONS = "/.netlify/functions/"
PATIENCE_SECONDS = 20


class Broken(Exception):
    """A promise is not kept; the message says what was seen instead."""


class Answer(NamedTuple):
    """An answer as it came; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; raises Broken."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise Broken(f"{self.status} without JSON: {self.body[:60]!r}") from None


class Site:
    """The site under test; a plain GET is asked once and kept for the next check."""

    def __init__(self, url: str, token: str = ""):
        self.url = url.rstrip("/")
        self.secure = self.url.startswith("https://")
        self.token = token
        self._kept: dict[str, Answer] = {}

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Ask the site; in header names an underscore stands for a dash."""
        return ask(self.url + path, method, body, {name.replace("_", "-"): value for name, value in headers.items()})

    def get(self, path: str) -> Answer:
        """Return the answer to a plain GET, asked once."""
        if path not in self._kept:
            self._kept[path] = self.ask(path)
        return self._kept[path]

    def module(self, *, preview: bool) -> str:
        """Return the slug of the first module that is (or is not) for everyone."""
        modules = self.get(FUNCTIONS + "list-modules").json["modules"]
        slugs = [module["slug"] for module in modules if module["is_preview"] is preview]
        if not slugs:
            raise Broken("there is no such module in the catalogue")
        return slugs[0]


def ask(url: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask `url`, following nothing."""
    connection, path = connected(url)
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        listed = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, listed, response.read())
    finally:
        connection.close()


def connected(url: str) -> tuple[http.client.HTTPConnection, str]:
    """Return a connection for `url` and the path to ask for."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return kind(parts.netloc, timeout=PATIENCE_SECONDS), path


def require(kept: object, seen: object) -> None:
    """Raise Broken, saying what was `seen`, unless `kept`."""
    if not kept:
        raise Broken(str(seen))
