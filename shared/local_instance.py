"""The instance that `make run` keeps in DATA: where nothing else is set, the command line talks to it."""

import json
import os
from pathlib import Path

from shared.environment import read


def adopt() -> None:
    """Take its settings, unless another database is set.

    What is not set beside its database is that instance's too: its object store, say.
    """
    file = Path(read("DATA", ".local")) / "environment.json"
    kept: dict[str, str] = json.loads(file.read_text()) if file.is_file() else {}
    if read("DATABASE_URL", kept.get("DATABASE_URL", "")) != kept.get("DATABASE_URL"):
        return
    for name, value in kept.items():
        os.environ.setdefault(name, value)  # noqa: TID251 (the command line's own, before any setting is read)
