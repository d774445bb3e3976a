"""The watch over a real database, and a server that takes what it tells: webhook, heartbeat and collector."""

import json
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from shared.alerts import outage
from shared.alerts.records import Walk
from shared.alerts.settings import alerts
from shared.alerts.watch import Evaluation, watch
from tests.support.databases import Database

WELL = Walk(certificate_days=60.0)


class Listener:
    """What was posted, by path, and whether it is taken."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, Any]] = []
        self.status = 200
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                listener.posted.append((self.path, json.loads(body) if body.startswith("{") else body))
                self.send_response(listener.status)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name it has)
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()

    def messages(self) -> list[str]:
        """Return the texts that the webhook got."""
        return [body["text"] for path, body in self.posted if path == "/hook"]

    def beats(self) -> list[str]:
        """Return the signals that the heartbeat got."""
        return [path.removeprefix("/beat") for path, _ in self.posted if path.startswith("/beat")]


@pytest.fixture
def listener(functions: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[Listener]:
    """A listener that the settings name, and a watch that has told nobody anything yet."""
    made = Listener()
    monkeypatch.setenv("ALERT_WEBHOOK_URL", made.url + "/hook")
    monkeypatch.setenv("ALERT_HEARTBEAT_URL", made.url + "/beat")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", made.url + "/otlp")
    for unset in ("ALERT_EMAIL", "BACKUP_S3_URL", "MEDIA_S3_URL"):
        monkeypatch.delenv(unset, raising=False)
    functions.execute(
        "truncate masterclass.alerts, masterclass.alert_mutes, masterclass.failures, masterclass.job_runs,"
        " masterclass.backups"
    )
    functions.execute("update masterclass.watch set evaluated_at = null, claimed_until = null, outage_over_at = null")
    functions.execute(
        "insert into masterclass.job_runs (job, state, finished_at) values ('reconcile-payments', 'succeeded', now())"
    )
    outage.memory.__init__()
    alerts.cache_clear()
    yield made
    alerts.cache_clear()
    outage.memory.__init__()
    made.close()


def evaluate(times: int = 1, walk: Walk = WELL) -> Evaluation:
    """Evaluate that often, with what the walk from outside finds; return the last evaluation."""
    evaluation = watch(lambda: walk)
    for _ in range(times - 1):
        evaluation = watch(lambda: walk)
    return evaluation
