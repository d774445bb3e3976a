"""health/ready: what stands, with its age, for the bearer of HEALTH_TOKEN alone; 503 when a check fails."""

from collections.abc import Mapping
from typing import Any

import pytest

import shared.database
from shared import settings
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.functions import handler_of

TOKEN = "throwaway-token"
PATH = "/health/ready"
BACKUP = f"""
    insert into masterclass.backups
           (id, taken_at, schema_version, table_rows, total_rows, total_bytes, manifest_sha256)
    values ('b1', now(), '1', '{{}}', 1, 1, '{"a" * 64}')
"""


@pytest.fixture(autouse=True)
def token(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator's monitor has a token."""
    monkeypatch.setenv("HEALTH_TOKEN", TOKEN)


def ready(token: str = TOKEN, scheme: str = "Bearer") -> Answer:
    """Ask as the operator's monitor does."""
    return call(handler_of("health"), "GET", PATH, headers={"authorization": f"{scheme} {token}"})


def check(answer: Answer, name: str) -> Mapping[str, Any]:
    """Return the one check of that name."""
    [found] = answer.json["checks"][name]
    return found


def test_everything_stands(functions: Database) -> None:
    """With a backup and a watch that looks, all pass, and each has its moment and its age."""
    functions.execute(BACKUP)
    functions.execute("update masterclass.watch set evaluated_at = now() - interval '1 minute'")
    answer = ready()
    functions.execute("delete from masterclass.backups; update masterclass.watch set evaluated_at = null")
    assert (answer.status, answer.json["status"]) == (200, "pass")
    assert answer.headers["content-type"] == "application/health+json"
    assert 59 < check(answer, "watch:age")["observedValue"] < 70
    assert check(answer, "backup:age")["observedValue"] < 10
    assert check(answer, "database:responseTime")["observedUnit"] == "ms"
    assert check(answer, "schema:migrations")["status"] == "pass"


def test_a_new_installation_is_ready(functions: Database) -> None:
    """Before the first backup and the first look there is a warning, and no failure."""
    answer = ready()
    assert (answer.status, answer.json["status"]) == (200, "warn")


@pytest.mark.parametrize(
    ("damage", "repair", "failed"),
    [
        (
            "update masterclass.definitions set digest = 'x' || digest where path = 'migrations/0002_accounts.sql'",
            "update masterclass.definitions set digest = substr(digest, 2) where path = 'migrations/0002_accounts.sql'",
            "schema:migrations",
        ),
        (
            "delete from masterclass.schema_migrations where version = '0055'",
            "insert into masterclass.schema_migrations (version) values ('0055')",
            "schema:migrations",
        ),
        (
            BACKUP.replace("now()", "now() - interval '27 hours'"),
            "delete from masterclass.backups",
            "backup:age",
        ),
    ],
)
def test_what_fails_is_503_and_said(functions: Database, damage: str, repair: str, failed: str) -> None:
    """An edited or missing migration and an old backup fail, in a sentence."""
    functions.execute(damage)
    answer = ready()
    functions.execute(repair)
    assert (answer.status, answer.json["status"]) == (503, "fail")
    assert check(answer, failed)["status"] == "fail"
    assert check(answer, failed)["output"]


def test_a_database_that_is_away_is_503(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing else is asked."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:x@127.0.0.1:1/none")
    settings.forget()
    shared.database.close()
    answer = ready()
    assert answer.status == 503
    assert list(answer.json["checks"]) == ["database:responseTime"]


@pytest.mark.parametrize(("token", "scheme"), [("", "Bearer"), ("wrong", "Bearer"), (TOKEN, "Basic")])
def test_nobody_else_is_told(functions: Database, token: str, scheme: str) -> None:
    """Another token, another scheme and none are 401, and tell nothing."""
    answer = ready(token, scheme)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_without_a_token_configured_nobody_may_ask(functions: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty setting is no password."""
    monkeypatch.delenv("HEALTH_TOKEN")
    assert ready("").status == 401
