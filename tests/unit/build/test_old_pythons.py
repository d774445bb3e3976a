"""A Python that is too old for this is told so in one sentence, by the first file that it reads."""

import ast
import sys
from pathlib import Path

import pytest

from netlify.local import environment


@pytest.mark.parametrize("version", ["3.8.18", "3.9.18", "3.10.13"])
def test_an_old_python_gets_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], version: str
) -> None:
    """It is named with its version and the way out; nothing is installed and nothing traced back."""
    monkeypatch.setattr(sys, "version", f"{version} (default)")
    monkeypatch.setattr(sys, "version_info", tuple(map(int, version.split("."))))
    assert environment.main(["local"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said == [
        f"environment: Python 3.11 or newer is needed, and {sys.executable} is {version}: make … PYTHON=python3.11"
    ]


def test_it_can_be_read_by_the_oldest() -> None:
    """3.8 parses the file, and evaluates none of its annotations."""
    source = Path(environment.__file__).read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))
    assert "from __future__ import annotations" in source
