"""Says when `.env` was changed under `make run`: what was started with the old settings goes on with them."""

import asyncio
from pathlib import Path

from netlify.local.lines import LineWriter
from netlify.local.settings import ROOT, LocalSettings, SettingInvalid, changed_since

LOOK_SECONDS = 1.0


async def tell_changed_settings(started: LocalSettings, lines: LineWriter, file: Path = ROOT / ".env") -> None:
    """Write a line each time that `.env` comes, goes or changes, naming the settings that wait for a new start."""
    seen = _stamp(file)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if (now := _stamp(file)) == seen:
            continue
        seen = now
        lines.record({"settings": _what_changed(started)})


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        state = file.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _what_changed(started: LocalSettings) -> str:
    try:
        names = changed_since(started)
    except (SettingInvalid, OSError, UnicodeDecodeError) as problem:
        return f".env has changed and cannot be used: {problem}"
    if not names:
        return ".env says what it said when this began"
    return f".env has changed: stop and start again to take up {', '.join(names)}"
