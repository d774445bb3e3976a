"""The tests where SIGINT is ignored by whoever started them, as a shell does for what it runs in the background."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INNER = """
import signal, subprocess, sys

def test_a_child_can_be_interrupted():
    child = subprocess.Popen([sys.executable, "-c", "import time; print('here', flush=True); time.sleep(30)"],
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout.readline()
    child.send_signal(signal.SIGINT)
    assert child.wait(10) in (1, -signal.SIGINT)
    child.stdout.close()
"""


def test_what_the_tests_start_can_be_interrupted_all_the_same(tmp_path: Path) -> None:
    """`make test &`: a child of a test ends with SIGINT though the tests were started with it ignored."""
    (tmp_path / "test_inner.py").write_text(INNER)
    pytest = f"{sys.executable} -m pytest -q -p tests.support.signals -p no:cacheprovider {tmp_path}"
    command = ["sh", "-c", f"trap '' INT; exec {pytest} --rootdir={tmp_path} --confcutdir={tmp_path} -c /dev/null"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "1 passed" in finished.stdout
