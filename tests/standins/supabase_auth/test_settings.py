"""The stand-in answers under each setting as the real Supabase Auth did (gotrue/settings.jsonl)."""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netlify.standins.supabase_auth import limits
from tests.standins.supabase_auth.recorded_hook import FASTER, RecordedHook, recorded_hook
from tests.standins.supabase_auth.recorded_settings import SETTINGS, STORIES, hook_answers, hook_calls
from tests.standins.supabase_auth.serving import AuthServer, serve
from tests.standins.supabase_auth.test_hooks import SECRETS
from tests.support.databases import Database

GOTRUE = Path(__file__).parent / "gotrue"
LINES = (GOTRUE / "settings.jsonl").read_text("utf-8").replace('"<refresh>"', '"<refresh_token>"').splitlines()
RECORDED = [json.loads(line) for line in LINES]
# A second kind of refresh token, one session a person and mails about changes: settings that the stand-in has not.
NOT_HERE = {"refresh v2", "single session", "notifications on"}
BETTER = "change half pkce"  # the real one answers 500; refusing is better (conform.py's ACCEPTED)
# What was noted of the recorder itself: mails by its own template, how it checked what it was sent, its clock.
OF_THE_RECORDER = (
    "mail to old",
    "mail to new",
    "hook signature right",
    "note.seconds",
    "note.headers",
    "note.raw starts",
)


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """The client that recorded, and its comparison, as they are."""
    monkeypatch.setattr(sys, "path", [str(GOTRUE), *sys.path])
    return importlib.import_module("world"), importlib.import_module("conform")


def differing(tools: tuple[Any, Any], setting: str, server: AuthServer, story: Callable[[Any], None]) -> list[str]:
    """Tell the story and return where its answers are not the recorded ones."""
    world, conform = tools
    client = world.World(
        server.url,
        server.settings.origin,
        f"{server.settings.origin}/.local/mail",
        server.database.url("supabase_auth_admin"),
    )
    client.claims = world.claims
    with client.http:
        story(client)
    log = json.dumps(client.log).replace(f"{5 / FASTER:f} seconds", "5.000000 seconds")
    told = {entry["label"]: entry for entry in json.loads(log)}
    wanted = [
        entry for entry in RECORDED if entry["setting"] == setting and entry["label"] not in (*OF_THE_RECORDER, BETTER)
    ]
    return [
        f"{entry['label']} {where}: {ours!r}, the real one {theirs!r}"
        for entry in wanted
        if entry["label"] in told or setting != "hook"
        for where, ours, theirs in conform._differences(told.get(entry["label"]), entry)
        if where not in OF_THE_RECORDER and not conform._is_accepted((setting, entry["label"], 1), where)
    ]


def test_every_setting_has_its_story() -> None:
    """Every recorded setting is replayed, or named as one that is not here."""
    assert {entry["setting"] for entry in RECORDED} == {*STORIES, *NOT_HERE, "hook"}


@pytest.mark.parametrize("setting", STORIES)
def test_answers_under_a_setting(
    setting: str, database: Database, tools: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request gets the recorded status, code, words and headers; limits count while the clock stands still."""
    monkeypatch.setattr(limits, "monotonic", lambda: 0.0)
    with serve(database, **SETTINGS[setting]) as server:
        assert differing(tools, setting, server, STORIES[setting]) == []


@pytest.mark.parametrize("story", [hook_answers, hook_calls])
def test_answers_with_a_hook(
    database: Database, tools: tuple[Any, Any], story: Callable[[Any, RecordedHook], None]
) -> None:
    """Fifty-four answers of a hook: what the person is told, whether a row is made, how often the hook is called."""
    with (
        recorded_hook() as hook,
        serve(
            database,
            signup_hook_url=hook.url,
            signup_hook_secrets=SECRETS,
            hook_pause_seconds=2 / FASTER,
            hook_deadline_seconds=5 / FASTER,
        ) as server,
    ):
        assert differing(tools, "hook", server, lambda client: story(client, hook)) == []
