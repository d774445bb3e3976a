"""Routing, refusals, caching and streaming, through the real Lambda handler."""

import json
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from mangum import Mangum

from shared.problems import NotFound
from shared.records import Record
from shared.routes import GET, POST
from shared.web import Request, Response, function, json_response
from tests.support.events import call, event


class Note(Record):
    """A body with one field."""

    text: str


def show(request: Request) -> Response:
    """Echo the path parameter and the query."""
    if request.path["name"] == "nothing":
        raise NotFound
    return json_response({"name": request.path["name"], "query": request.query}, headers={"etag": 'W/"7"'})


def note(request: Request) -> Response:
    """Echo a parsed body."""
    return json_response({"text": request.body_as(Note).text}, status=201)


def drip(_: Request) -> Response:
    """Stream two chunks."""

    def chunks() -> Iterator[bytes]:
        yield b"one "
        yield b"two"

    return Response(chunks(), headers={"content-type": "text/plain"})


def fail(_: Request) -> Response:
    """Fail with a secret in the message."""
    raise RuntimeError("the password is hunter2")


handler = function(
    [
        GET("/drip", drip, who="anyone"),
        GET("/fail", fail, who="anyone"),
        GET("/mine", drip, who="member"),
        POST("/notes", note, who="anyone", max_body_bytes=100),
        GET("/{name}", show, who="anyone"),
    ]
)


def test_parameters_and_query_reach_the_endpoint_decoded() -> None:
    """A path parameter and the query arrive percent-decoded."""
    found = call(handler, "GET", "/thing/caf%C3%A9?q=a%20b&empty=")
    assert found.json == {"name": "café", "query": {"q": "a b", "empty": ""}}


def test_every_answer_carries_its_request_id_and_security_headers() -> None:
    """No answer leaves without x-request-id, Cache-Control and nosniff."""
    for url in ("/thing/a", "/thing/nothing", "/thing/a/b/c", "/thing/fail"):
        headers = call(handler, "GET", url).headers
        assert headers["x-request-id"] == "test-request"
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_the_same_entity_is_not_sent_twice() -> None:
    """If-None-Match with the entity's tag is answered 304 without a body, weakly compared."""
    for held in ('"7"', 'W/"7"', '"6", "7"', "*"):
        found = call(handler, "GET", "/thing/a", headers={"if-none-match": held})
        assert (found.status, found.body) == (304, b"")
        assert found.headers["etag"] == 'W/"7"'
    assert call(handler, "GET", "/thing/a", headers={"if-none-match": '"8"'}).status == 200


def test_head_is_get_without_a_body() -> None:
    """HEAD says how long the body would be and sends none."""
    whole, head = call(handler, "GET", "/thing/a"), call(handler, "HEAD", "/thing/a")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body))


def test_options_and_unknown_methods_name_what_is_allowed() -> None:
    """OPTIONS is 204 with Allow; a method nobody answers is 405 problem+json with Allow."""
    assert call(handler, "OPTIONS", "/thing/a").headers["allow"] == "GET, HEAD, OPTIONS"
    refused = call(handler, "DELETE", "/thing/notes")
    assert (refused.status, refused.headers["content-type"]) == (405, "application/problem+json")
    assert refused.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_a_problem_names_its_page_and_its_request() -> None:
    """A refusal is problem+json with type, title, status and request id."""
    refused = call(handler, "GET", "/thing/nothing")
    assert refused.json == {
        "type": "/problems/not-found",
        "title": "There is nothing here",
        "status": 404,
        "request_id": "test-request",
    }


def test_a_failure_tells_the_caller_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """An exception's message reaches neither the caller nor the log; where it happened reaches the log."""
    refused = call(handler, "GET", "/thing/fail")
    assert refused.status == 500
    logged = capsys.readouterr().out
    assert "hunter2" not in refused.body.decode() + logged
    assert json.loads(logged.splitlines()[0])["failure"] == "RuntimeError"
    assert "test_web.py" in json.loads(logged.splitlines()[0])["frames"][-1]


def test_a_members_route_refuses_nobody_with_a_challenge() -> None:
    """Without a token a member's route is 401 with WWW-Authenticate, before anything of it runs."""
    refused = call(handler, "GET", "/thing/mine")
    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")


def test_a_stream_is_handed_over_unread() -> None:
    """A streamed body stays an iterator in the Lambda result."""
    result = handler(event("GET", "/thing/drip"), None)
    assert not isinstance(result["body"], str)
    assert list(result["body"]) == [b"one ", b"two"]


def test_an_instance_in_another_thread_answers_too() -> None:
    """A handler made in one thread answers in another, where there is no event loop."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(call, handler, "GET", "/thing/x").result().json["name"] == "x"


def test_whoever_waits_is_told_that_nothing_comes() -> None:
    """An application that awaits what is not there fails at once instead of waiting for ever."""

    class Never:
        def __await__(self) -> Generator[None, None, None]:
            yield

    async def wait(*_: object) -> None:
        await Never()

    call(handler, "GET", "/thing/x")  # leaves its loop as this thread's
    with pytest.raises(RuntimeError, match="awaited something"):
        Mangum(wait, lifespan="off")(event("GET", "/thing/x"), None)  # pyright: ignore[reportArgumentType] (no context)


def test_an_event_of_another_shape_is_mangums() -> None:
    """An event of payload 1.0 is answered as Mangum answers those."""
    found = handler(
        {
            "version": "1.0",
            "httpMethod": "GET",
            "path": "/.netlify/functions/thing/x",
            "headers": {},
            "body": None,
            "multiValueQueryStringParameters": {},
            "queryStringParameters": {},
            "requestContext": {"identity": {}},
            "isBase64Encoded": False,
        },
        None,
    )
    assert (found["statusCode"], json.loads(found["body"])["name"]) == (200, "x")


def test_the_log_says_function_and_status_but_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    """A request's one line carries no path below the function, which may hold a certificate's or session's id."""
    call(handler, "GET", "/thing/secret-code?token=abc")
    (line,) = capsys.readouterr().out.splitlines()
    assert "secret-code" not in line
    assert {"function": "thing", "method": "GET", "status": 200}.items() <= json.loads(line).items()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"text":"fine"}', 201),
        (b"", 400),
        (b'{"text":"cut', 400),
        (b'{"text":"\xff"}', 400),
        (b'{"text":"a","text":"b"}', 400),
        (b'{"text":"\\u0000"}', 400),
        (b'{"text":"\\ud800"}', 400),
        (b'{"text":NaN}', 400),
        (b'{"text":1e400}', 400),
        (b'{"text":1}', 422),
        (b'{"text":"a","more":1}', 422),
        (b"[]", 422),
        (b"null", 422),
        (b'{"text":"' + b"x" * 100 + b'"}', 413),
    ],
)
def test_a_hostile_body_is_refused_by_its_fault(body: bytes, status: int) -> None:
    """What cannot be read is 400, what has the wrong shape 422, what is too large 413; each problem+json."""
    found = call(handler, "POST", "/thing/notes", body=body)
    assert found.status == status
    if status >= 400:
        assert found.headers["content-type"] == "application/problem+json"


def test_depth_does_not_exhaust_the_stack() -> None:
    """A body nested 100,000 deep is 400."""
    deep = function([POST("/", note, who="anyone", max_body_bytes=500_000)])
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        assert call(deep, "POST", "/thing", body=opening * 100_000 + b"1" + closing * 100_000).status in {400, 413}


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    """An integer too long for Python to parse is 400, not 500."""
    wide = function([POST("/", note, who="anyone", max_body_bytes=500_000)])
    assert call(wide, "POST", "/thing", body=b'{"text":' + b"9" * 100_000 + b"}").status == 400


def test_wrong_fields_are_pointed_at() -> None:
    """A 422 names each wrong field by JSON Pointer."""
    refused = call(handler, "POST", "/thing/notes", json_body={"txt": "a"})
    assert {error["pointer"] for error in refused.json["errors"]} == {"/text", "/txt"}


def test_nul_in_an_address_is_refused() -> None:
    """NUL in path or query never reaches Postgres, which cannot store it."""
    assert call(handler, "GET", "/thing/a%00b").status == 400
    assert call(handler, "GET", "/thing/a?q=%00").status == 400
