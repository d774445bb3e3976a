"""`.ci/run` has no skipped test: with CI=true a skip is a failure, and at home it is one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.running import ROOT

SKIPPING = """
import pytest

def test_that_skips():
    pytest.skip("the tool is not here")

@pytest.mark.skipif(True, reason="the mark is not here")
def test_that_is_marked():
    pass

def test_that_passes():
    pass
"""
WHOLE = 'import pytest\npytest.skip("the file is not for here", allow_module_level=True)\n'


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skip_in_ci(tmp_path: Path, ci: str, code: int) -> None:
    """Skips of a test, by a mark and of a file fail where CI is set, and say what was skipped either way."""
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    (tmp_path / "test_whole.py").write_text(WHOLE)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-ra",
        "-p",
        "tests.support.skips",
        "-p",
        "no:cacheprovider",
        "--continue-on-collection-errors",
        f"--rootdir={tmp_path}",
        "-c",
        os.devnull,
        str(tmp_path),
    ]
    finished = subprocess.run(command, cwd=ROOT, env={"CI": ci}, capture_output=True, text=True, check=False)
    assert finished.returncode == code, finished.stdout
    for reason in ("the tool is not here", "the mark is not here", "the file is not for here"):
        assert reason in finished.stdout
    assert "1 passed" in finished.stdout


def test_every_test_file_is_looked_into() -> None:
    """`make test` collects each file below `tests` that is named as one, whatever its folder is called."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    collected = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = {str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("test_*.py")}
    assert files - {line.partition("::")[0] for line in collected.splitlines()} == set()
