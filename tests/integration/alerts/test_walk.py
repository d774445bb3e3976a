"""The walk from outside, over HTTP: what is well, and each way in which something is not there."""

import json
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shared.alerts.walk import take_walk

MODULES = "/.netlify/functions/list-modules"
LESSON = "/.netlify/functions/get-module/cash-flow"
KEYS = "/auth/v1/.well-known/jwks.json"
WELL = {
    "/": "<!doctype html><html lang=en>",
    MODULES: json.dumps({"modules": [{"slug": "paid"}, {"slug": "cash-flow", "is_preview": True}]}),
    LESSON: json.dumps({"blocks": [{"id": "1"}]}),
    KEYS: json.dumps({"keys": [{"kid": "1"}]}),
}


class Site:
    """Serves pages by path: a text, or a status."""

    def __init__(self) -> None:
        self.pages: dict[str, str | int] = dict(WELL)
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.pages.get(self.path, 404)
                self.send_response(page if isinstance(page, int) else 200)
                self.end_headers()
                self.wfile.write(b"" if isinstance(page, int) else page.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name it has)
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Generator[Site]:
    """A site where all is well."""
    made = Site()
    yield made
    made.close()


def test_all_is_well(site: Site) -> None:
    """Nothing is wrong, and a site without TLS has no certificate to run out."""
    assert take_walk(site.url, site.url + "/auth/v1", has_legacy_secret=False) == ("", "", "", None)


@pytest.mark.parametrize(
    ("path", "page", "part", "says"),
    [
        ("/", 500, "site", "the landing page answers 500"),
        ("/", "nothing", "site", "the landing page is no page"),
        (MODULES, 503, "lessons", "list-modules answers 503"),
        (MODULES, "{", "lessons", "list-modules is no JSON"),
        (MODULES, '{"modules": []}', "lessons", "list-modules names no free lesson"),
        (LESSON, 500, "lessons", "a free lesson answers 500"),
        (LESSON, '{"blocks": []}', "lessons", "a free lesson is empty"),
        (KEYS, 404, "auth", "the sign-in's keys answers 404"),
        (KEYS, '{"keys": []}', "auth", "the sign-in publishes no key"),
    ],
)
def test_what_is_not_there_is_said(site: Site, path: str, page: str | int, part: str, says: str) -> None:
    """Each fault is a sentence in its own part, and the other parts stay well."""
    site.pages[path] = page
    walk = take_walk(site.url, site.url + "/auth/v1", has_legacy_secret=False)
    assert walk._asdict() == {"site": "", "lessons": "", "auth": "", "certificate_days": None} | {part: says}


def test_a_project_that_signs_with_its_legacy_secret_publishes_no_keys(site: Site) -> None:
    """Then none is no fault."""
    site.pages[KEYS] = '{"keys": []}'
    assert take_walk(site.url, site.url + "/auth/v1", has_legacy_secret=True).auth == ""


def test_a_site_that_is_gone_is_said_without_its_address() -> None:
    """No connection is a sentence too."""
    walk = take_walk("http://127.0.0.1:1", "http://127.0.0.1:1/auth/v1", has_legacy_secret=False)
    assert "cannot be reached" in walk.site
    assert "127.0.0.1" not in f"{walk.site}{walk.lessons}{walk.auth}"
