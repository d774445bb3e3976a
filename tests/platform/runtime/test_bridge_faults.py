"""What goes wrong in a handler: the caller gets a clean problem, the next caller a right answer."""

import http.client
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.platform.runtime.bridge import Bridge, bridge, has_unread, hold_still, is_alive, is_waiting, wait_until
from tests.prove.proof import Proof, assert_slice
from tests.prove.runtime import PROOFS

pytestmark = pytest.mark.platform
BROKEN = "tests.platform.runtime.handlers.broken.handler"


@pytest.fixture(scope="module")
def served() -> Iterator[Bridge]:
    """A bridge whose calls may take 1.5 s."""
    with bridge(seconds=1.5) as running:
        running.ask("warm")
        yield running


@pytest.mark.parametrize(
    "manner",
    [
        "fail",
        "leave",
        "vanish",
        "crash",
        "rubbish",
        "not_a_number",
        "raw_bytes",
        "empty",
        "not_an_answer",
        "eat",
        "large?7000000",
        "streamed_early_failure",
    ],
)
def test_a_failing_handler_is_a_clean_500(served: Bridge, manner: str) -> None:
    """Raise, exit, crash, rubbish, no memory: a problem without detail, and the next call is right."""
    answer = served.ask(manner, headers={"x-nf-request-id": "01FAULT"})
    assert answer.status == 500
    assert answer.json == {
        "type": "/problems/internal-error",
        "title": "Something failed on our side",
        "status": 500,
        "request_id": "01FAULT",
    }
    assert answer.header("cache-control") == "no-store"
    begun = time.monotonic()
    assert served.ask("other").body == b"manners"
    assert time.monotonic() - begun < 1.4, "the next call waited for the failed one's limit"


def test_what_is_no_answer_is_told_so_in_the_words_of_awss_own_server(served: Bridge) -> None:
    """Another's id is 400 InvalidRequestID, a GET 405, a second answer 403; 413 one that is too large."""
    assert served.ask("out_of_turn").json == [
        [400, "InvalidRequestID"],
        [400, "InvalidRequestID"],
        [405, "MethodNotAllowed"],
        [404, "NotFound"],
    ]
    assert served.ask("twice").body == b"the first"
    assert served.ask("was_said").json == [
        [202, None],
        [403, "InvalidStateTransition"],
        [403, "InvalidStateTransition"],
    ]
    assert served.ask("oversized").status == 500
    assert served.ask("was_said").json == [[413, "RequestEntityTooLarge"]]


def test_a_hanging_handler_is_504_and_its_process_is_gone(served: Bridge) -> None:
    """At its deadline a call is answered 504, Python is killed and another takes the next call."""
    before = served.children()
    answer = served.ask("hang")
    assert (answer.status, answer.json["type"]) == (504, "/problems/timeout")
    assert served.ask("other").body == b"manners"
    assert wait_until(lambda: not any(map(is_alive, before)))


@pytest.mark.parametrize("manner", ["streamed_failure", "streamed_rubbish", "streamed_then_gone", "streamed_hang"])
def test_a_stream_that_fails_midway_breaks_off(served: Bridge, manner: str) -> None:
    """The client can tell a part from the whole; the next call is right."""
    with pytest.raises(http.client.IncompleteRead):
        served.ask(manner)
    assert served.ask("other").body == b"manners"


def test_each_failure_is_logged_once_without_its_message(served: Bridge) -> None:
    """One line per failed call, in Python or in the bridge, and nothing a person sent."""
    for manner, number in (("fail", 1), ("vanish", 2), ("hang", 3), ("rubbish", 4)):
        served.ask(manner, headers={"x-nf-request-id": f"01LOG{number}"})
    lines = [line["request_id"] for line in served.log_lines() if str(line["request_id"]).startswith("01LOG")]
    assert lines == ["01LOG1", "01LOG2", "01LOG3", "01LOG4"]
    assert "secret" not in served.log()


# Longer than python-instance.mjs takes for a rest.
RESTED_SECONDS = 0.15


def test_a_child_that_died_at_rest_costs_no_call(served: Bridge) -> None:
    """Killed between two calls (out of memory, a thaw), Python is started again and the call answered."""
    served.ask("other")
    os.kill(served.process.pid, signal.SIGSTOP)
    for child in served.children():
        os.kill(child, signal.SIGKILL)
    wait_until(lambda: not served.children())
    time.sleep(RESTED_SECONDS)
    os.kill(served.process.pid, signal.SIGCONT)
    assert served.ask("other").body == b"manners"


@pytest.mark.parametrize("event", [b"", b"x" * 3_000_000], ids=["small", "large"])
def test_a_child_that_died_before_it_took_its_call_costs_no_call(event: bytes) -> None:
    """Killed while it holds still, before it has read what it was given, Python is started again for the same call."""
    with bridge() as patient, ThreadPoolExecutor() as callers:
        patient.ask("other")
        (child,) = patient.children()
        assert wait_until(lambda: is_waiting(child))
        assert hold_still(child)
        call = callers.submit(patient.ask, "echo", method="POST", body=event)
        assert wait_until(lambda: has_unread(child))
        os.kill(child, signal.SIGKILL)
        assert call.result().body == event


def test_a_child_that_died_with_its_call_is_not_asked_again(served: Bridge) -> None:
    """Once the handler has begun, the call fails: what it did must not be done twice."""
    served.ask("other")
    (child,) = served.children()
    with ThreadPoolExecutor() as callers:
        call = callers.submit(served.ask, "hang")
        time.sleep(0.3)
        os.kill(child, signal.SIGKILL)
        assert call.result().status == 500


def test_a_child_killed_while_it_starts_costs_no_call() -> None:
    """Killed before it asked for work, Python is started again; one that never gets there fails the call."""
    with bridge(seconds=10) as starting, ThreadPoolExecutor() as callers:
        call = callers.submit(starting.ask, "other")
        assert wait_until(lambda: len(starting.children()) == 1)
        os.kill(starting.children()[0], signal.SIGKILL)
        assert call.result().body == b"manners"
    with bridge(command="/bin/false") as dying:
        assert dying.ask("other").status == 500


def test_a_frozen_child_goes_on_where_it_was(served: Bridge) -> None:
    """Stopped and continued, as Lambda freezes and thaws, Node and Python answer with the same process."""
    pid = served.ask("show").json["pid"]
    for process in (pid, served.process.pid):
        os.kill(process, signal.SIGSTOP)
    for process in (pid, served.process.pid):
        os.kill(process, signal.SIGCONT)
    assert served.ask("show").json["pid"] == pid


def test_an_import_error_answers_every_call_and_is_logged_once() -> None:
    """A handler that cannot be imported: one clear problem for each call, one line in the log."""
    with bridge(BROKEN) as broken:
        answers = [broken.ask("x", headers={"x-nf-request-id": "01SAME"}) for _ in range(3)]
        lines = broken.log_lines()
    assert {(answer.status, answer.body) for answer in answers} == {(500, answers[0].body)}
    assert [(line["failure"], line["says"]) for line in lines] == [("ValueError", "a setting is missing")]


def test_a_missing_interpreter_answers_every_call_and_is_logged_once() -> None:
    """No Python in the bundle: the same problem, one line that names the path."""
    with bridge(command="/nowhere/python") as missing:
        assert [missing.ask("x").status for _ in range(3)] == [500, 500, 500]
        (line,) = missing.log_lines()
    assert "/nowhere/python" in line["failure"]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_child_outlives_node(end: signal.Signals) -> None:
    """However Node ends, its Python is gone with it, even one that hangs."""
    with bridge(seconds=30) as short:
        connection = short.connect()
        connection.request("GET", "/.netlify/functions/manners/hang")
        assert wait_until(lambda: len(short.children()) == 1)
        (child,) = short.children()
        short.process.send_signal(end)
        assert wait_until(lambda: not is_alive(child))
        connection.close()


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_a_slice_of_the_fault_proof(proof: Proof) -> None:
    """Random crashes, hangs and floods: every good call answered right, no child left behind."""
    assert_slice(proof)
