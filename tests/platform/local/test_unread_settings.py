"""`.env` changed while `make run` runs: the settings that wait for a new start are named, never what they hold."""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from netlify.local import settings, unread_settings
from netlify.local.lines import LineWriter
from netlify.local.settings import read_settings
from netlify.local.unread_settings import tell_changed_settings


class Lines(LineWriter):
    """Keeps what would be written."""

    def __init__(self) -> None:
        self.records: list[Mapping[str, object]] = []

    def record(self, record: Mapping[str, object]) -> None:
        """Keep `record`."""
        self.records.append(record)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for `.env`, looked at often; nothing in the environment goes before what it says."""
    for name in settings.documented():
        monkeypatch.delenv(name, raising=False)
    shutil.copy2(settings.ROOT / ".env.example", tmp_path)
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    monkeypatch.setattr(unread_settings, "LOOK_SECONDS", 0.01)
    return tmp_path / ".env"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "OPENAI_MODEL=another\nOPENAI_API_KEY=sk-secret\n",
            "stop and start again to take up OPENAI_API_KEY, OPENAI_MODEL",
        ),
        ("nonsense\n", "cannot be used: .env:1: this line is not NAME=value."),
        ("# only a remark\n", "says what it said"),
    ],
)
def test_a_change_is_told(place: Path, text: str, says: str) -> None:
    """One line for each change, with names and no values; also where there was no file before."""
    lines = Lines()

    async def change() -> None:
        watching = asyncio.create_task(tell_changed_settings(read_settings(), lines, place))
        await asyncio.sleep(0.05)
        place.write_text(text)
        async with asyncio.timeout(10):
            while not lines.records:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        watching.cancel()

    asyncio.run(change())
    (told,) = lines.records
    assert says in str(told["settings"])
    assert "sk-secret" not in str(told)
