"""The smoke test for a live site, against the local platform, against a broken one and against none."""

import os
import subprocess
import sys
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from netlify.postgres import free_port
from netlify.smoke.promises import PROMISES
from tests.platform.local.stranger import Stranger
from tests.support.running import ROOT


class Agreeable(BaseHTTPRequestHandler):
    """Answers whatever it is asked with the same page, and signs nobody out."""

    page = b'<html>{"status":"ok"}</html>'

    def do_GET(self) -> None:
        """Answer 200."""
        body = self.page
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 (the base class spells it so)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


ALONE = """\
import runpy, sys
sys.path.insert(0, '.')
sys.argv[0] = 'smoke'
runpy.run_module('netlify.smoke', run_name='__main__')
"""


@pytest.fixture
def broken_site() -> Generator[str]:
    """A site that says yes to everything."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Agreeable)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def smoke(*arguments: str, token: str = "") -> tuple[int, str, str]:
    """Run the smoke test with the standard library alone; return its exit code, what it prints and its errors."""
    environment = {"PATH": os.defpath} | ({"SMOKE_TOKEN": token} if token else {})
    command = [sys.executable, "-I", "-S", "-c", ALONE, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    return ran.returncode, ran.stdout, ran.stderr


def test_the_local_platform_keeps_every_promise(running: Stranger) -> None:
    """Every line passes, the tutor's stream among them, and the exit code is 0."""
    code, said, _ = smoke(running.origin, token=running.sign_up("smoke@example.com"))
    assert code == 0, said
    assert said.count("pass  ") == len(PROMISES) + 1
    assert said.endswith("all promises kept\n")


def test_a_site_that_says_yes_to_everything_fails(broken_site: str) -> None:
    """A server that answers 200 with one page breaks every promise but two about that page, and the exit code is 1."""
    code, said, errors = smoke(broken_site)
    assert (code, errors) == (1, "")
    assert [line for line in said.splitlines() if line.startswith("pass")] == [
        "pass  Visitors need no account of Netlify's",
        "pass  The landing page is HTML and complete",
    ]
    assert said.count("FAIL  ") == len(PROMISES) - 2


def test_netlifys_login_page_is_named(broken_site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A private project's page is Netlify's own: the line says so, and where to make it public."""
    monkeypatch.setattr(Agreeable, "page", b'<html><a href="https://app.netlify.com/authorize">Log in</a></html>')
    code, said, _ = smoke(broken_site)
    assert code == 1
    assert said.startswith("FAIL  Visitors need no account of Netlify's: 200, Netlify's own login page")
    assert "Make public" in said.splitlines()[0]


def test_a_site_that_is_not_there_is_one_sentence() -> None:
    """A refused connection and a name that is none are each one sentence on stderr, without a traceback."""
    for url in (f"http://127.0.0.1:{free_port()}", "http://no-such-host.invalid"):
        code, said, errors = smoke(url)
        assert (code, said) == (1, "")
        assert errors.startswith(f"{url} cannot be reached: ")
        assert len(errors.splitlines()) == 1


@pytest.mark.parametrize("arguments", [(), ("masterclass.example",), ("http://a", "http://b")])
def test_wrong_usage_says_how(arguments: tuple[str, ...]) -> None:
    """Without one full address the exit code is 2."""
    code, _, errors = smoke(*arguments)
    assert code == 2
    assert errors.startswith("usage: ")
