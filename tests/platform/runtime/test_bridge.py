"""What a request becomes on its way through the bridge, and what an answer becomes on its way back."""

import base64
import itertools
import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.runtime.bridge import FUNCTIONS, NODE, ROOT, Bridge, bridge, wait_until

pytestmark = pytest.mark.platform
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def served() -> Iterator[Bridge]:
    """A bridge that serves the manners."""
    with bridge() as running:
        yield running


def test_an_event_is_payload_2_0(served: Bridge) -> None:
    """Path and query arrive as sent, cookies apart, repeated headers joined, the client's address believed."""
    headers = {
        "Cookie": "a=1; b=two words",
        "x-nf-client-connection-ip": "203.0.113.9",
        "x-nf-request-id": "01ABC",
        "User-Agent": "test",
        "X-Forwarded-Proto": "gopher",
    }
    event = served.ask("caf%C3%A9%2Fau/show?q=%20x&q=y&empty=&plus=a+b", headers=headers).json["event"]
    http = event["requestContext"]["http"]
    assert (event["version"], event["rawPath"]) == ("2.0", FUNCTIONS + "caf%C3%A9%2Fau/show")
    assert event["rawQueryString"] == "q=%20x&q=y&empty=&plus=a+b"
    assert event["queryStringParameters"] == {"q": " x,y", "empty": "", "plus": "a b"}
    assert http["path"] == FUNCTIONS + "café/au/show"
    assert (http["method"], http["sourceIp"], http["userAgent"]) == ("GET", "203.0.113.9", "test")
    assert event["requestContext"]["requestId"] == "01ABC"
    assert event["cookies"] == ["a=1", "b=two words"]
    assert "cookie" not in event["headers"]
    assert event["headers"]["x-forwarded-proto"] == "http"
    assert event["headers"]["x-forwarded-port"] == str(served.port)
    assert event["isBase64Encoded"] is False
    assert "body" not in event


def test_what_comes_with_an_invocation_is_for_it_alone() -> None:
    """A variable that Netlify sets anew is handed over as it is at each call, empty where there is none any more."""

    def came(served: Bridge, environment: dict[str, str]) -> object:
        headers = {"X-Test-Environment": json.dumps(environment)}
        return served.ask("show", headers=headers).json["context"]["came_along"]

    with bridge(anew=["OPENAI_API_KEY"]) as served:
        assert came(served, {}) == {"OPENAI_API_KEY": ""}
        assert came(served, {"OPENAI_API_KEY": "token-1"}) == {"OPENAI_API_KEY": "token-1"}
        assert came(served, {"OPENAI_API_KEY": "token-2"}) == {"OPENAI_API_KEY": "token-2"}
        assert came(served, {"OPENAI_API_KEY": ""}) == {"OPENAI_API_KEY": ""}


def test_python_sees_its_settings_and_no_others() -> None:
    """Of the project's variables a child is given those that the settings name, and what every program needs."""
    given = {"SITE_URL": "https://x", "STRANGER": "y", "PATH": "/bin", "AWS_REGION": "us-east-2", "NODE_OPTIONS": "z"}
    code = (
        f"import {{ inherited }} from {json.dumps((ROOT / 'netlify/runtime/bundle.mjs').as_uri())};"
        f"console.log(JSON.stringify(inherited({json.dumps(given)}, ['SITE_URL', 'DATABASE_URL'])))"
    )
    said = subprocess.run([NODE, "--input-type=module", "-e", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == {"SITE_URL": "https://x", "PATH": "/bin", "AWS_REGION": "us-east-2"}


def test_repeated_headers_are_joined_by_commas(served: Bridge) -> None:
    """Two headers of one name arrive as one."""
    connection = served.connect()
    connection.putrequest("GET", FUNCTIONS + "show")
    connection.putheader("X-Twice", "one")
    connection.putheader("X-Twice", "two")
    connection.endheaders()
    assert json.loads(connection.getresponse().read())["event"]["headers"]["x-twice"] == "one, two"
    connection.close()


def test_a_bad_request_id_is_replaced(served: Bridge) -> None:
    """An id that could break a log line is not taken over."""
    event = served.ask("show", headers={"x-nf-request-id": 'x" y'}).json["event"]
    assert event["requestContext"]["requestId"].count("-") == 4


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        "é☃\U0001f600\r\n\0".encode(),
        bytes(range(256)) * 999,
        b"\xef\xbb\xbfmark",
        b"\xff",
        bytes(range(256)) * (6 * MEGABYTE // 256),
        ("é" * (3 * MEGABYTE)).encode(),
    ],
    ids=["empty", "json", "unicode", "binary", "bom", "not-utf8", "6MB-binary", "6MB-text"],
)
def test_a_body_is_exact_to_the_byte_both_ways(served: Bridge, body: bytes) -> None:
    """What is sent comes back: text, binary, 6 MB of either."""
    answer = served.ask("echo", method="POST", body=body)
    assert answer.status == 200
    assert answer.body == body


def test_utf8_is_text_and_the_rest_base64(served: Bridge) -> None:
    """A body is base64 in the event only where it is not UTF-8."""
    assert served.ask("show", method="PUT", body="é".encode()).json["event"]["body"] == "é"
    event = served.ask("show", method="PUT", body=b"\xff\0").json["event"]
    assert (event["isBase64Encoded"], base64.b64decode(event["body"])) == (True, b"\xff\0")


def test_more_than_6_mb_is_413_and_reaches_no_python(served: Bridge) -> None:
    """One byte more than Netlify's limit is refused by the bridge, as a problem."""
    answer = served.ask("echo", method="POST", body=b"x" * (6 * MEGABYTE + 1))
    assert (answer.status, answer.json["type"]) == (413, "/problems/content-too-large")
    assert answer.header("content-type") == "application/problem+json"


def test_each_cookie_is_a_header_of_its_own(served: Bridge) -> None:
    """Cookies are not joined: an Expires date holds a comma."""
    answer = served.ask("cookies")
    assert [value for name, value in answer.headers if name.lower() == "set-cookie"] == [
        "a=1; Path=/; HttpOnly",
        "b=2; Expires=Thu, 01 Jan 2026 00:00:00 GMT",
    ]


@pytest.mark.parametrize(
    ("method", "manner", "status"),
    [
        ("GET", "no_content", 204),
        ("GET", "not_modified", 304),
        ("HEAD", "echo", 200),
        ("HEAD", "streamed?9", 201),
    ],
)
def test_some_answers_have_no_body(served: Bridge, method: str, manner: str, status: int) -> None:
    """204, 304 and every answer to HEAD are without one, whatever the handler returned."""
    answer = served.ask(manner, method=method)
    assert (answer.status, answer.body) == (status, b"")


def test_prints_and_floods_corrupt_nothing(served: Bridge) -> None:
    """Handlers print what looks like HTTP, megabytes, and close stdout: answers stay right."""
    expected = {"shout": b"said", "flood": b"flooded", "close_output": b"closed", "other": b"manners"}
    for manner, body in [*expected.items(), *expected.items()]:
        assert served.ask(manner).body == body


def test_the_child_sees_the_environment_but_nothing_of_nodes(served: Bridge) -> None:
    """Everything Netlify gives is passed on; NODE_OPTIONS is Node's own."""
    environment = served.ask("show").json["environment"]
    assert environment["NPM_SECRET"] == "kept"
    assert not [name for name in environment if name.startswith(("NODE_", "npm_"))]


def test_a_schedules_call_takes_the_same_way(served: Bridge) -> None:
    """Netlify posts {"next_run"} to a scheduled function; the handler sees it as its body."""
    body = json.dumps({"next_run": "2026-11-24T10:00:00.000Z"}).encode()
    event = served.ask("show", method="POST", body=body, headers={"x-nf-event": "schedule"}).json["event"]
    assert json.loads(event["body"])["next_run"].startswith("2026")


def test_calls_at_once_queue_in_order(served: Bridge) -> None:
    """One call at a time, first come first served."""
    answers: list[list[object]] = []

    def ask(number: int) -> None:
        answers.append(json.loads(served.ask(f"nap?{number}").body))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
        time.sleep(0.01)
    for thread in threads:
        thread.join()
    assert [answer[0] for answer in answers] == [str(number) for number in range(8)]
    assert all(float(str(later[1])) >= float(str(earlier[2])) for earlier, later in itertools.pairwise(answers))


def test_the_first_chunk_is_seen_before_the_last_is_produced(served: Bridge) -> None:
    """A stream reaches the client while the handler still runs; status, headers and cookies come first."""
    connection = served.connect()
    connection.request("GET", FUNCTIONS + "streamed?5")
    response = connection.getresponse()
    first, seen = response.readline(), time.time()
    rest = response.read().decode().splitlines()
    connection.close()
    assert (response.status, response.headers["content-type"]) == (201, "text/event-stream")
    assert response.headers.get_all("set-cookie") == ["s=1", "t=2"]
    assert first.startswith(b"0 ")
    assert seen < float(rest[-1].split()[1])
    assert [line.split()[0] for line in rest] == ["1", "2", "3", "4"]


def test_streamed_bytes_are_exact(served: Bridge) -> None:
    """Every byte value passes, the prelude's own delimiter too."""
    assert served.ask("streamed_bytes").body == bytes(range(256)) + b"\0" * 8 + "é☃".encode()


def test_a_client_who_leaves_stops_the_handler(served: Bridge, tmp_path: Path) -> None:
    """The body's iterator is closed, the same Python answers the next call."""
    pid = served.ask("show").json["pid"]
    note = tmp_path / "stopped"
    connection = served.connect()
    connection.request("GET", FUNCTIONS + f"streamed_until_left?{note}")
    response = connection.getresponse()
    assert response.readline() == b"more\n"
    response.close()
    connection.close()
    assert wait_until(note.exists)
    assert served.ask("show").json["pid"] == pid
