"""`make audit` never says that all is well without having asked."""

import json
from collections.abc import Callable, Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from tests import audit, licenses, secrets, update

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
    assert audit.advised(service.url) == 0
    asked = {(query["package"]["ecosystem"], query["package"]["name"]) for query in service.asked}
    assert {("PyPI", "psycopg"), ("PyPI", "pytest"), ("PyPI", "stripe"), ("npm", "@supabase/auth-js")} <= asked
    assert all(query["version"] for query in service.asked)
    assert f"audited {len(service.asked) - 1} packages, 0 with" in capsys.readouterr().out


def test_a_known_vulnerability(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """A package with an advisory is named with it, and the exit code is not 0."""
    service.answer = lambda queries: {"results": [KNOWN, KNOWN, *({} for _ in queries[2:])]}
    assert audit.advised(service.url) == 1
    named = service.asked[1]
    assert f"{named['package']['name']} {named['version']}: GHSA-known" in capsys.readouterr().out


@pytest.mark.parametrize(
    "answer",
    [{"results": []}, {"results": [KNOWN]}, {}, [], "well", {"results": [None]}, {"results": 5}, None],
)
def test_an_answer_that_audited_nothing(service: Service, answer: object, capsys: pytest.CaptureFixture[str]) -> None:
    """An answer that is no answer to every question is `not run` and no success."""
    service.answer = lambda _: answer
    assert audit.advised(service.url) == 1
    assert "audit: not run: " in capsys.readouterr().err


def test_a_service_that_finds_nothing_ever(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """A service to which even the worst version is clean has not been asked: `not run`."""
    service.answer = lambda queries: {"results": [CLEAN for _ in queries]}
    assert audit.advised(service.url) == 1
    assert "not run" in capsys.readouterr().err


def test_nobody_there(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the service cannot be reached the audit says so and fails."""
    service.close()
    assert audit.advised(service.url) == 1
    assert "audit: not run: the advisory service cannot be asked" in capsys.readouterr().err


@pytest.mark.parametrize(("advised", "licensed", "secret"), [(1, [], []), (0, ["a: GPL"], []), (0, [], ["b:1: key"])])
def test_any_finding_is_red(
    monkeypatch: pytest.MonkeyPatch, advised: int, licensed: list[str], secret: list[str]
) -> None:
    """Advisories, licences and secrets all count: one of them is enough."""

    def ask(_: str) -> int:
        return advised

    monkeypatch.setattr(audit, "advised", ask)
    monkeypatch.setattr(licenses, "findings", licensed.copy)
    monkeypatch.setattr(secrets, "found", secret.copy)
    assert audit.main("") == 1


def test_every_licence_is_known_and_may_be_carried() -> None:
    """Nothing that is pinned here is under terms that a paid product could not meet, or under none."""
    assert list(licenses.findings()) == []
    assert not any(map(licenses.is_fine, ("", "GPL-3.0-only", "MIT AND AGPL-3.0-only", "Proprietary")))
    assert all(map(licenses.is_fine, ("MIT OR GPL-2.0-only", "LGPL-3.0-only", "Apache-2.0 AND CNRI-Python")))


def test_an_update_says_what_has_changed() -> None:
    """Each package that came, went or has another version is a line."""
    assert update.summary({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}) == [
        "b 1 → 2",
        "c 1 → gone",
        "d new: → 1",
    ]
    assert update.pins(update.ROOT)["psycopg"]
