"""Functions run as Lambda runs them: one call at a time in each process, others beside it, none hurt by another."""

import os
import signal
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from netlify.local.workers import Limits
from tests.platform.local.pools import Pools, running_pools


@pytest.fixture
def pools(tmp_path: Path) -> Generator[Pools]:
    """A platform with room for two calls of a function, a queue of two, and little patience."""
    limits = Limits(workers=2, queue=2, queue_seconds=1.0, call_seconds=3.0)
    with running_pools(tmp_path, limits) as running:
        yield running


def ask(pools: Pools, manner: str, **query: str) -> httpx.Response:
    """Call the function in one of its manners."""
    return httpx.get(f"{pools.origin}/manners/{manner}", params=query, timeout=30)


def assert_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Check that the answer is the problem that it claims to be and return it."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    return answer.json()


def test_two_slow_calls_run_at_the_same_time(pools: Pools, tmp_path: Path) -> None:
    """Two calls that wait for each other meet, each in a process of its own."""
    with ThreadPoolExecutor() as callers:
        calls = [
            callers.submit(ask, pools, "meet", folder=str(tmp_path), me=me, other=other)
            for me, other in (("a", "b"), ("b", "a"))
        ]
        one, two = (call.result().json() for call in calls)
    assert (one["met"], two["met"]) == (True, True)
    assert one["pid"] != two["pid"]


def test_a_warm_instance_is_used_again(pools: Pools) -> None:
    """Calls one after the other are answered by one process, which remembers the calls before."""
    answers = [ask(pools, "pid").json() for _ in range(5)]
    assert len({answer["pid"] for answer in answers}) == 1
    assert [answer["calls"] for answer in answers] == [1, 2, 3, 4, 5]


def test_an_instance_on_its_way_back_is_waited_for(pools: Pools) -> None:
    """A call that comes between an answer and the next asking for work gets the same process, not a cold one."""
    answers = [ask(pools, "tarry", seconds="0.1").json() for _ in range(4)]
    assert [answer["calls"] for answer in answers] == [1, 2, 3, 4]
    assert len({answer["pid"] for answer in answers}) == 1


def test_an_instance_that_stays_away_is_not_waited_for(tmp_path: Path) -> None:
    """One that has answered and does not come back keeps nobody waiting for long: another is started."""
    with running_pools(tmp_path, Limits(workers=2, queue_seconds=15)) as pools:
        away = ask(pools, "tarry", seconds="20").json()
        begun = time.monotonic()
        assert ask(pools, "pid").json()["pid"] != away["pid"]
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize("manner", ["leave", "segfault", "raise", "not_a_number", "raw_bytes", "empty"])
def test_a_call_fails_alone(pools: Pools, manner: str, tmp_path: Path) -> None:
    """A call that raises or kills its process is one 500 without detail; one beside it and the next are answered."""
    with ThreadPoolExecutor() as callers:
        beside = callers.submit(ask, pools, "meet", folder=str(tmp_path), me="beside", other="free-to-go")
        wait_for(tmp_path / "beside")
        problem = assert_problem(ask(pools, manner), 500)
        (tmp_path / "free-to-go").touch()
        assert beside.result().json()["met"]
    assert "as asked" not in str(problem)
    assert ask(pools, "pid").status_code == 200
    assert problem["type"].endswith("/problems/internal-error")


def test_what_is_no_answer_is_told_so_in_the_words_of_awss_own_server(pools: Pools) -> None:
    """Another's id is 400 InvalidRequestID, a GET 405, a second answer 403; 413 one that is too large."""
    assert ask(pools, "out_of_turn").json() == [
        [400, "InvalidRequestID"],
        [400, "InvalidRequestID"],
        [405, "MethodNotAllowed"],
        [404, "NotFound"],
    ]
    assert ask(pools, "twice").text == "the first"
    assert ask(pools, "said").json() == [
        [202, None],
        [403, "InvalidStateTransition"],
        [403, "InvalidStateTransition"],
    ]
    assert_problem(ask(pools, "oversized"), 500)
    assert ask(pools, "said").json() == [[413, "RequestEntityTooLarge"]]


def test_a_process_that_died_before_it_took_its_call_costs_no_call(pools: Pools) -> None:
    """Killed while it holds still, before it has read what it was given, it is replaced for the same call."""
    before = ask(pools, "pid").json()["pid"]
    os.kill(before, signal.SIGSTOP)
    with ThreadPoolExecutor() as callers:
        call = callers.submit(ask, pools, "pid")
        time.sleep(0.3)
        os.kill(before, signal.SIGKILL)
        assert call.result().json()["calls"] == 1


def test_a_process_that_died_with_its_call_is_not_asked_again(pools: Pools) -> None:
    """Once the handler has begun, the call fails: what it did must not be done twice."""
    pid = ask(pools, "pid").json()["pid"]
    with ThreadPoolExecutor() as callers:
        call = callers.submit(ask, pools, "sleep", seconds="2")
        time.sleep(0.3)
        os.kill(pid, signal.SIGKILL)
        assert_problem(call.result(), 500)


def test_starting_has_the_calls_own_limit(pools: Pools) -> None:
    """As behind Netlify, a call may wait for its function's start as long as it may take, and then is 504."""
    file = pools.handlers / "manners.py"
    whole = file.read_text()
    file.write_text("import time\ntime.sleep(2)\n" + whole)
    pools.offer()
    assert ask(pools, "pid").status_code == 200
    file.write_text("import time\ntime.sleep(60)\n" + whole)
    pools.offer()
    begun = time.monotonic()
    assert_problem(ask(pools, "pid"), 504)
    assert 2.5 < time.monotonic() - begun < 10


def test_too_many_at_once(pools: Pools) -> None:
    """What finds every process at work and the queue full, or waits too long in it, is 503 with Retry-After."""
    with ThreadPoolExecutor(10) as callers:
        calls = [callers.submit(ask, pools, "sleep", seconds="2") for _ in range(10)]
        answers = [call.result() for call in calls]
    turned_away = [answer for answer in answers if answer.status_code != 200]
    assert 0 < len(turned_away) < len(answers)
    for answer in turned_away:
        assert_problem(answer, 503)
        assert int(answer.headers["retry-after"]) >= 1
    assert ask(pools, "pid").status_code == 200


def test_the_time_limit(pools: Pools) -> None:
    """A call past its limit is 504, its process is killed, and the next call is answered by another."""
    before = ask(pools, "pid").json()["pid"]
    assert_problem(ask(pools, "sleep", seconds="60"), 504)
    assert ask(pools, "pid").json()["pid"] != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_changed_file_is_taken_up(pools: Pools) -> None:
    """After a change the next call is answered by the new file, in a new process."""
    file = pools.handlers / "manners.py"
    before = ask(pools, "pid").json()["pid"]
    file.write_text(file.read_text().replace('{"pid": os.getpid()', '{"changed": True, "pid": os.getpid()'))
    pools.offer()
    after = ask(pools, "pid").json()
    assert after["changed"] is True
    assert after["pid"] != before


def test_a_broken_file_says_so_until_it_is_mended(pools: Pools) -> None:
    """A function that cannot be imported is the same clear 500 each time, logged once, and well once it is mended."""
    file = pools.handlers / "manners.py"
    whole = file.read_text()
    file.write_text("import no_such_module\n" + whole)
    pools.offer()
    for _ in range(3):
        assert "manners cannot be loaded" in assert_problem(ask(pools, "pid"), 500)["detail"]
    assert pools.said().count('"outcome": "cannot be imported"') == 1
    file.write_text(whole)
    pools.offer()
    assert ask(pools, "pid").status_code == 200


def test_the_event_is_lambdas(pools: Pools) -> None:
    """A function gets API Gateway's payload 2.0: path and query as sent, cookies apart, the client's address ours."""
    answer = httpx.get(
        f"{pools.origin}/manners/event?a=1&a=2&b=%20",
        cookies={"one": "1"},
        headers={"x-forwarded-for": "6.6.6.6", "x-nf-client-connection-ip": "6.6.6.6"},
    )
    event = answer.json()
    assert event["version"] == "2.0"
    assert event["rawPath"] == "/.netlify/functions/manners/event"
    assert event["rawQueryString"] == "a=1&a=2&b=%20"
    assert event["queryStringParameters"] == {"a": "1,2", "b": " "}
    assert event["cookies"] == ["one=1"]
    assert event["headers"]["x-nf-client-connection-ip"] == "127.0.0.1"
    assert event["requestContext"]["http"]["method"] == "GET"
    assert event["requestContext"]["requestId"] == answer.headers["x-request-id"]


def wait_for(file: Path) -> None:
    """Wait until `file` is there."""
    until = time.monotonic() + 15
    while not file.exists():
        assert time.monotonic() < until, f"{file} has not appeared"
        time.sleep(0.02)
