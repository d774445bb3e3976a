"""The stand-in answers as the real Supabase Auth did, request by request (gotrue/README.md)."""

import subprocess
import sys
from pathlib import Path

from tests.standins.supabase_auth.serving import serve
from tests.support.databases import Database

GOTRUE = Path(__file__).parent / "gotrue"


def test_every_recorded_answer(database: Database) -> None:
    """382 requests get the recorded answers, but for what the client's ACCEPTED names with its reason."""
    with serve(database) as server:
        finished = subprocess.run(
            [
                *(sys.executable, "conform.py", "--auth", server.url, "--site", server.settings.origin),
                *("--mail", f"{server.settings.origin}/.local/mail", "--dsn", database.url("supabase_auth_admin")),
            ],
            cwd=GOTRUE,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    assert finished.returncode == 0, finished.stdout + finished.stderr[-3000:]
