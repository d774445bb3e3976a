"""Every setting is written down: where `make run` looks, and where an operator does."""

import ast
import re
from pathlib import Path

from shared.payments.records import API_VERSION
from shared.payments.stripe_objects import HANDLED_TYPES

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")
READERS = re.compile(r"read|require|read_\w+")
NETLIFYS_OWN = {"CONTEXT", "NETLIFY", "NETLIFY_LOCAL"}  # set by Netlify, not by anybody here


def settings_read() -> set[str]:
    """Return every name that `shared/settings.py` reads, and those that others ask it for by name."""
    return {
        call.args[0].value
        for folder in ("shared", "functions", "netlify/build")
        for file in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(call, ast.Call)
        and READERS.fullmatch(_called(call))
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
        and re.fullmatch(r"[A-Z][A-Z0-9_]+", call.args[0].value)
    }


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_settings_are_found_where_they_are_read() -> None:
    """The search itself sees the settings of every concern."""
    assert {"DATABASE_URL", "STRIPE_SECRET_KEY", "OPENAI_MODEL", "MIGRATION_DATABASE_URL"} <= settings_read()


def test_every_setting_is_in_the_example() -> None:
    """`.env.example` names every setting that is read, and none twice."""
    named = re.findall(r"^([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert settings_read() - NETLIFYS_OWN - set(named) == set()
    assert len(named) == len(set(named))


def test_every_setting_is_explained_to_the_operator() -> None:
    """The table at the end of docs/deploy.md has every setting that is read or in the example, and no other."""
    table = DEPLOY.partition("## Every setting")[2]
    explained = set(
        re.findall(
            r"`([A-Z][A-Z0-9_]+)`", "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
        )
    )
    example = set(re.findall(r"^([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert explained - {"CONTEXT"} == (settings_read() - NETLIFYS_OWN) | example


def test_the_operator_is_told_which_events_to_subscribe_to() -> None:
    """docs/deploy.md lists exactly the event types that we handle, and the API version whose shapes we read."""
    listed = re.findall(r"`((?:checkout|charge|refund|invoice)\.[a-z_.]+)`", DEPLOY)
    assert sorted(listed) == sorted(HANDLED_TYPES)
    assert f"**{API_VERSION}**" in DEPLOY


def test_the_operator_is_told_where_the_pages_keep_the_session() -> None:
    """The smoke test's token is taken from the browser under the name that site/scripts/session.js gives it."""
    kept = re.search(r'KEEP = "([^"]+)"', (ROOT / "site" / "scripts" / "session.js").read_text("utf-8"))
    assert kept
    assert f'JSON.parse(localStorage["{kept[1]}"]).access_token' in DEPLOY
