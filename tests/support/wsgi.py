"""The functions as a WSGI application, for tools that speak to one; who calls is put on each request here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from tests.support import functions
from tests.support.events import answer, event

Credentials = Callable[[str, str, bytes], Mapping[str, str]]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Functions:
    """Every function below its own name; `credentials(method, path, body)` are headers added to the request."""

    def __init__(self, credentials: Credentials):
        self._credentials = credentials

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method, address = environ["REQUEST_METHOD"], environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        path = address.removeprefix("/.netlify/functions")
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name[:5] == "HTTP_"}
        headers |= {"content-type": environ.get("CONTENT_TYPE", "")} | dict(self._credentials(method, path, body))
        url = quote(path, errors="replace") + ("?" + environ["QUERY_STRING"] if environ.get("QUERY_STRING") else "")
        name = path.split("/")[1] if "/" in path else ""
        handler = functions.handler_of(name) if name in functions.names() else functions.handler_of("health")
        answered = answer(handler(event(method, url, headers=headers, body=body), None))
        start_response(f"{answered.status} Answered", list(answered.headers.items()))
        return [answered.body]
