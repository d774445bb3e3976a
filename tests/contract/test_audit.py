"""`make audit` never says that all is well without having asked."""

import json
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from tests import audit

Answer = Callable[[list[dict[str, Any]]], object]
CLEAN: dict[str, Any] = {}
KNOWN = {"vulns": [{"id": "GHSA-known"}]}


class Service:
    """Answers as `answer` says, with what was asked."""

    def __init__(self) -> None:
        self.answer: Answer = lambda queries: {"results": [KNOWN, *({} for _ in queries[1:])]}
        self.asked: list[dict[str, Any]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(service.answer(service.asked)).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def service() -> Generator[Service]:
    """An advisory service on loopback."""
    made = Service()
    yield made
    made.close()


def test_all_is_well(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything pinned is asked for at its version, vendored scripts included, and the number is said."""
    assert audit.main(service.url) == 0
    asked = {(query["package"]["ecosystem"], query["package"]["name"]) for query in service.asked}
    assert {("PyPI", "psycopg"), ("PyPI", "pytest"), ("PyPI", "stripe"), ("npm", "@supabase/auth-js")} <= asked
    assert all(query["version"] for query in service.asked)
    assert f"audited {len(service.asked) - 1} packages, 0 with" in capsys.readouterr().out


def test_a_known_vulnerability(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """A package with an advisory is named with it, and the exit code is not 0."""
    service.answer = lambda queries: {"results": [KNOWN, KNOWN, *({} for _ in queries[2:])]}
    assert audit.main(service.url) == 1
    named = service.asked[1]
    assert f"{named['package']['name']} {named['version']}: GHSA-known" in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer",
    [{"results": []}, {"results": [KNOWN]}, {}, [], "well", {"results": [None]}, {"results": 5}, None],
)
def test_an_answer_that_audited_nothing(service: Service, answer: object, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer that is no answer to every question is `not run` and no success."""
    service.answer = lambda _: answer
    assert audit.main(service.url) == 1
    assert "audit: not run: " in capsys.readouterr().err


def test_a_service_that_finds_nothing_ever(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """A service to which even the worst version is clean has not been asked: `not run`."""
    service.answer = lambda queries: {"results": [CLEAN for _ in queries]}
    assert audit.main(service.url) == 1
    assert "not run" in capsys.readouterr().err


def test_nobody_there(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the service cannot be reached the audit says so and fails."""
    service.close()
    assert audit.main(service.url) == 1
    assert "audit: not run: the advisory service cannot be asked" in capsys.readouterr().err
