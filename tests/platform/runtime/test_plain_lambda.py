"""The same handlers under a plain Lambda Runtime API: buffered by stock awslambdaric, streamed by our client."""

import base64
import itertools
import queue
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.runtime.plain_lambda import PlainLambda, plain_lambda

MANNERS = "tests.platform.runtime.handlers.manners.handler"
BROKEN = "tests.platform.runtime.handlers.broken.handler"


def event(manner: str, query: str = "", body: str = "", **fields: object) -> dict[str, object]:
    """A minimal payload 2.0 event."""
    return {"version": "2.0", "rawPath": f"/{manner}", "rawQueryString": query, "body": body, **fields}


@pytest.fixture(scope="module", params=["awslambdaric", "netlify.runtime.client"])
def either(request: pytest.FixtureRequest) -> Iterator[PlainLambda]:
    """The same handler under AWS's client and under ours."""
    with plain_lambda(MANNERS, client=request.param) as (server, _):
        yield server
        assert server.breaches == []


@pytest.fixture(scope="module")
def ours() -> Iterator[PlainLambda]:
    """The handler under our client."""
    with plain_lambda(MANNERS) as (server, _):
        yield server
        assert server.breaches == []


def test_buffered_answers_are_the_same_under_both_clients(either: PlainLambda) -> None:
    """A buffered result arrives as the JSON the handler returned, Unicode and binary included."""
    sent = base64.b64encode(bytes(range(256)) * 100).decode()
    outcome = either.invoke(event("echo", body=sent, isBase64Encoded=True))
    assert (outcome.kind, outcome.json["body"]) == ("response", sent)
    outcome = either.invoke(event("echo", body="é☃\U0001f600"))
    assert base64.b64decode(outcome.json["body"]).decode() == "é☃\U0001f600"


def test_the_context_is_awss(either: PlainLambda) -> None:
    """A handler learns the request id, the function's ARN and name, and how long it has."""
    outcome = either.invoke(event("show"), seconds=8)
    told = outcome.json["body"]
    assert '"function_name": "under-test"' in told
    assert '"invoked_function_arn": "arn:aws:lambda:us-east-2:' in told
    left = int(told.split('"left_ms": ')[1].split("}")[0])
    assert 5000 < left <= 8000


@pytest.mark.parametrize(
    ("manner", "kind"),
    [("fail", "ValueError"), ("rubbish", "Runtime.MarshalError"), ("eat", "MemoryError")],
)
def test_failures_are_reported_alike(either: PlainLambda, manner: str, kind: str) -> None:
    """A handler that raises, returns rubbish or eats memory posts AWS's error document; the next call is right."""
    outcome = either.invoke(event(manner))
    assert (outcome.kind, outcome.json["errorType"]) == ("error", kind)
    assert isinstance(outcome.json["stackTrace"], list)
    assert either.invoke(event("other")).json["body"] == "manners"


def test_system_exit_is_a_failed_call_and_not_the_end(ours: PlainLambda) -> None:
    """sys.exit in a handler fails its own call only."""
    assert ours.invoke(event("leave")).json["errorType"] == "SystemExit"
    assert ours.invoke(event("other")).json["body"] == "manners"


def test_prints_corrupt_nothing(ours: PlainLambda) -> None:
    """What a handler prints, or does to stdout, does not reach the protocol."""
    for manner, said in (("shout", "said"), ("close_output", "closed"), ("shout", "said")):
        assert ours.invoke(event(manner)).json["body"] == said


def test_an_event_that_is_not_json_is_an_error_of_its_own(ours: PlainLambda) -> None:
    """A malformed event posts Runtime.UnmarshalError."""
    assert ours.invoke(b"{").json["errorType"] == "Runtime.UnmarshalError"


def test_a_large_event_and_a_large_answer_are_exact(ours: PlainLambda) -> None:
    """Megabytes travel both ways to the byte; past Lambda's limit the instance lives on."""
    body = "é" * 2_500_000
    assert base64.b64decode(ours.invoke(event("echo", body=body)).json["body"]).decode() == body
    assert ours.invoke(event("large", "6500000")).kind == "too large"
    assert ours.invoke(event("other")).json["body"] == "manners"


def test_a_stream_is_posted_while_it_is_made(ours: PlainLambda) -> None:
    """The first chunk arrives before the last is produced; prelude, status and cookies come first."""
    outcome = ours.invoke(event("streamed", "4"))
    assert outcome.prelude == {
        "statusCode": 201,
        "headers": {"content-type": "text/event-stream"},
        "cookies": ["s=1", "t=2"],
    }
    assert [line.split()[0] for line in outcome.streamed.decode().splitlines()] == ["0", "1", "2", "3"]
    arrivals = [when for when, _ in outcome.chunks]
    assert arrivals[-1] - arrivals[0] > 0.1
    assert all(later > earlier for earlier, later in itertools.pairwise(arrivals))
    assert outcome.trailers == {}


def test_streamed_bytes_are_exact(ours: PlainLambda) -> None:
    """Every byte value passes, NULs too, and an empty chunk does not end the body."""
    expected = bytes(range(256)) + b"\0" * 8 + "é☃".encode()
    assert ours.invoke(event("streamed_bytes")).streamed == expected


@pytest.mark.parametrize(
    ("manner", "kind"), [("streamed_failure", "RuntimeError"), ("streamed_rubbish", "Runtime.MarshalError")]
)
def test_a_failure_midway_is_in_the_trailers(ours: PlainLambda, manner: str, kind: str) -> None:
    """What fails after the first chunk is told by the documented trailers."""
    outcome = ours.invoke(event(manner))
    assert outcome.kind == "response"
    assert outcome.trailers["lambda-runtime-function-error-type"] == kind
    assert outcome.trailer_error["errorType"] == kind


def test_a_failure_before_the_first_chunk_is_an_ordinary_error(ours: PlainLambda) -> None:
    """Nothing was promised yet: the call fails whole."""
    outcome = ours.invoke(event("streamed_early_failure"))
    assert (outcome.kind, outcome.json["errorType"]) == ("error", "RuntimeError")


def test_a_caller_who_leaves_stops_the_handler(tmp_path: Path) -> None:
    """When the peer goes away the body's iterator is closed, and the next call is right."""
    note = tmp_path / "stopped"
    with plain_lambda(MANNERS, leave_after_chunks=3) as (server, _):
        with pytest.raises(queue.Empty):
            server.invoke(event("streamed_until_left", str(note)), seconds=0.5)
        deadline = time.monotonic() + 5
        while not note.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert note.exists()
        assert server.invoke(event("other")).json["body"] == "manners"


@pytest.mark.parametrize(
    ("handler", "kind"),
    [
        (BROKEN, "ValueError"),
        ("tests.platform.runtime.handlers.absent.handler", "Runtime.ImportModuleError"),
        ("tests.platform.runtime.handlers.manners.absent", "Runtime.HandlerNotFound"),
        ("manners", "Runtime.MalformedHandlerName"),
    ],
)
def test_a_handler_that_cannot_be_loaded_is_told_once(handler: str, kind: str) -> None:
    """The client posts one init error, writes one log line and exits with 1."""
    with plain_lambda(handler) as (server, process):
        _, logged = process.communicate(timeout=10)
        assert process.returncode == 1
        assert [error["type"] for error in server.init_errors] == [kind]
        assert len(logged.strip().splitlines()) == 1
        assert kind in logged


def test_no_message_of_a_failure_is_logged() -> None:
    """The log has the failure's type and lines; its message may quote what a person sent."""
    with plain_lambda(MANNERS) as (server, process):
        server.invoke(event("fail"))
        server.invoke(event("streamed_failure"))
        process.kill()
        output, errors = process.communicate()
    assert "secret" not in output + errors
    assert [line.count("manners.py:") > 0 for line in errors.splitlines()] == [True, True]
