"""`make run` in a fresh clone: it serves, it is stopped whole, and it comes back with everything it knew."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.platform.local.processes import PATIENCE_SECONDS, left_of, memory_left, named, shared_memory
from tests.platform.local.stranger import Stranger

EMAIL = "stranger@example.com"
FIRST_MODULE = "cash-flow-and-net-worth"

Start = Callable[[Path], Stranger]


def test_first_evening_and_the_next(start: Start, tmp_path: Path) -> None:
    """Pages, functions and the mailbox answer; a member's progress is there again after Ctrl-C and a second run."""
    first = start(tmp_path / "data")
    first.wait_until_ready()
    assert "You were taught medicine" in first.get("/").text
    modules = first.function("list-modules").json()["modules"]
    assert [module["is_preview"] for module in modules[:3]] == [True, True, False]
    assert first.mails() == []
    watched = httpx.post(f"{first.origin}/.local/jobs/watch", timeout=30).json()
    assert set(watched["detail"]["standing"]) <= {"facts-due"}, "the watch walks through the site, and all is well"
    assert first.function("health/ready", (first.data / "secrets" / "health").read_text()).json()["status"] != "fail"
    token = first.sign_up(EMAIL)
    block = first.function(f"get-module/{FIRST_MODULE}").json()["blocks"][0]["id"]
    first.keep_position(token, FIRST_MODULE, block)
    progress = first.function("progress", token).json()
    assert progress["modules"][0]["state"] == "in_progress"
    first.running.stop()

    second = start(tmp_path / "data")
    second.wait_until_ready()
    again = second.function("progress", second.sign_in(EMAIL)).json()
    assert again == progress
    assert set(second.mails()[0]) == {"to", "subject", "text", "html", "links", "sent_at"}
    assert second.function("account", second.sign_in(EMAIL)).json()["name"] == "Sam Stranger"


def test_ctrl_c_leaves_nothing(start: Start, tmp_path: Path) -> None:
    """After Ctrl-C no process and no shared memory of it is left, workers and Postgres' own included."""
    stranger = start(tmp_path / "data")
    stranger.wait_until_ready()
    assert stranger.function("health").status_code == 200
    everyone, held = stranger.family(), shared_memory(stranger.family())
    assert named(everyone, "netlify.runtime.client")
    assert named(everyone, "postgres: checkpointer")
    assert held
    stranger.running.stop()
    assert left_of(everyone) == []
    assert memory_left(held) == set()


def test_ctrl_c_for_make_alone(start: Start, tmp_path: Path) -> None:
    """A signal that only make hears, as `kill` sends it, stops everything too."""
    stranger = start(tmp_path / "data")
    stranger.wait_until_ready()
    everyone = stranger.family()
    os.kill(stranger.running.process.pid, signal.SIGINT)
    stranger.running.ended()
    assert left_of(everyone) == []


def test_ctrl_c_before_it_serves(start: Start, tmp_path: Path) -> None:
    """Impatience at the first start leaves no process, and the next start is whole."""
    impatient = start(tmp_path / "data")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not named(impatient.family(), "initdb"):
        assert time.monotonic() < deadline, impatient.running.said()
        assert impatient.running.process.poll() is None, impatient.running.said()
    everyone = impatient.family()
    impatient.running.stop()
    assert left_of(everyone) == []
    start(tmp_path / "data").wait_until_ready()


def test_killed_supervisor(start: Start, tmp_path: Path) -> None:
    """When the supervisor is killed outright all of its processes end by themselves, and the next start serves."""
    stranger = start(tmp_path / "data")
    stranger.wait_until_ready()
    stranger.sign_up(EMAIL)
    everyone, held = stranger.family(), shared_memory(stranger.family())
    os.kill(stranger.supervisor().pid, signal.SIGKILL)
    assert left_of(everyone) == []
    assert memory_left(held) == set()
    again = start(tmp_path / "data")
    again.wait_until_ready()
    assert again.sign_in(EMAIL)


def test_power_cut(start: Start, tmp_path: Path) -> None:
    """When everything is killed at one moment, lock files and all, the next start serves what was kept."""
    stranger = start(tmp_path / "data")
    stranger.wait_until_ready()
    stranger.sign_up(EMAIL)
    everyone = stranger.family()
    for process in reversed(everyone):
        with contextlib.suppress(ProcessLookupError):  # some go with their parents
            os.kill(process.pid, signal.SIGKILL)
    assert left_of(everyone) == []
    assert (stranger.data / "postgres" / "data" / "postmaster.pid").exists()
    again = start(tmp_path / "data")
    again.wait_until_ready()
    assert again.sign_in(EMAIL)


def test_a_file_that_changes(start: Start, clone: Path, tmp_path: Path) -> None:
    """A Python file saved while it runs is what answers from then on, one that is broken says so until it is mended."""
    stranger = start(tmp_path / "data")
    stranger.wait_until_ready()
    file = clone / "functions" / "manners.py"
    whole = file.read_text()
    assert set(stranger.function("manners/pid").json()) == {"pid", "calls"}
    file.write_text(whole.replace('{"pid": os.getpid()', '{"changed": True, "pid": os.getpid()'))
    answers_in_the_end(stranger, lambda answer: "changed" in answer.json())
    file.write_text("import no_such_module")
    answers_in_the_end(stranger, lambda answer: answer.status_code == 500 and "loaded" in answer.json()["detail"])
    file.write_text(whole)
    answers_in_the_end(stranger, lambda answer: answer.status_code == 200)


def answers_in_the_end(stranger: Stranger, wanted: Callable[[httpx.Response], bool]) -> None:
    """Ask until the answer is the wanted one."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not wanted(answer := stranger.function("manners/pid")):
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)
