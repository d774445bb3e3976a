"""What comes with an invocation, and what the command line takes from the instance that runs."""

import json
import os
from pathlib import Path

import pytest

from shared import environment, local_instance, settings


def test_a_token_of_an_earlier_invocation_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each invocation's own key is used, none where it brought none, and nothing but the two names is taken."""
    for name in settings.COMES_WITH_AN_INVOCATION:
        monkeypatch.setenv(name, "")
    settings.forget()
    monkeypatch.setenv("SITE_URL", "https://course.example")
    settings.take_up({"OPENAI_API_KEY": "one", "OPENAI_BASE_URL": "https://gateway.example/v1", "SITE_URL": "x"})
    assert settings.guidance()[:2] == ("one", "https://gateway.example/v1")
    settings.take_up({"OPENAI_API_KEY": "two", "OPENAI_BASE_URL": "https://gateway.example/v1"})
    assert settings.guidance().api_key == "two"
    settings.take_up({"OPENAI_API_KEY": ""})
    assert settings.guidance()[:2] == ("", "")
    assert environment.read("SITE_URL") == "https://course.example"
    settings.forget()


@pytest.mark.parametrize(
    ("given", "adopted"), [({}, True), ({"DATABASE_URL": "postgresql://a"}, True), ({"DATABASE_URL": "other"}, False)]
)
def test_the_instances_store_is_used_with_its_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], adopted: bool
) -> None:
    """`course sync` beside the same database uses the running platform's store; beside another nothing of it."""
    kept = {"DATABASE_URL": "postgresql://a", "MEDIA_S3_URL": "http://k:s@localhost:8888/.local/objects/b"}
    (tmp_path / "environment.json").write_text(json.dumps(kept))
    monkeypatch.setenv("DATA", str(tmp_path))
    for name in kept:
        monkeypatch.setenv(name, "x")  # so that it is put back afterwards
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    local_instance.adopt()
    assert os.environ.get("MEDIA_S3_URL") == (kept["MEDIA_S3_URL"] if adopted else None)  # noqa: TID251 (what was put there)
