"""Malformed HTTP of every kind, byte by byte: each is refused below 500 with a problem, and the next is served."""

import socket

import pytest

from tests.platform.local.raw import request, send
from tests.platform.local.stranger import Stranger

HEALTH = "/.netlify/functions/health"
PROGRESS = "/.netlify/functions/progress"
HOOK = "/.netlify/functions/signup-hook"
CHUNKED = "Transfer-Encoding: chunked"
LAST_CHUNK = b"\r\n0\r\n\r\n"

# What is not a request at all is 400; what is one and leads nowhere is told so.
MALFORMED = {
    "no HTTP": b"hello\r\n\r\n",
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "version 9": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "a NUL in a header": request("GET", HEALTH, "X-One: a\0b"),
    "a header without a colon": request("GET", HEALTH, "nonsense"),
    "a header name with a space": request("GET", HEALTH, "Bad Name: 1"),
    "a negative length": request("POST", HOOK, "Content-Length: -1"),
    "a length that is no number": request("POST", HOOK, "Content-Length: ten"),
    "two lengths": request("POST", HOOK, "Content-Length: 2", "Content-Length: 3", body=b"{}"),
    "length and chunks": request("POST", HOOK, "Content-Length: 2", CHUNKED, body=b"2\r\n{}\r\n0\r\n\r\n"),
    "a chunk size that is no number": request("POST", HOOK, CHUNKED, body=b"zz\r\n{}\r\n0\r\n\r\n"),
    "a chunk size beyond every number": request("POST", HOOK, CHUNKED, body=b"f" * 40 + b"\r\n{}\r\n0\r\n\r\n"),
    "a chunk longer than it says": request("POST", HOOK, CHUNKED, body=b"2\r\n{}{}{}\r\n0\r\n\r\n"),
    "an unknown coding": request("POST", HOOK, "Transfer-Encoding: gzip, nonsense", body=b"{}"),
    "a method nobody knows": request("BREW", HEALTH),
    "a method in lower case": request("get", HEALTH),
    "a header of a megabyte": request("GET", HEALTH, "X-Long: " + "a" * 1_000_000),
    "a hundred thousand headers": request("GET", HEALTH, *[f"X-{number}: 1" for number in range(100_000)]),
    "an address of a megabyte": request("GET", "/" + "a" * 1_000_000),
    "bytes for an address": b"GET /\xff\xfe\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "two hosts": request("GET", HEALTH, "Host: elsewhere"),
    "no host": b"GET /.netlify/functions/health HTTP/1.1\r\n\r\n",
    "an address without a slash": request("GET", "health"),
    "a broken escape": request("GET", "/learn/%zz%"),
    "a broken escape to a function": request("GET", "/.netlify/functions/get-module/%zz"),
    "escapes that are no UTF-8": request("GET", "/.netlify/functions/get-module/%ff%fe"),
    "a NUL in an address": request("GET", "/.netlify/functions/get-module/%00"),
    "a NUL in a page's address": request("GET", "/learn%00.html"),
    "a broken escape in a query": request("GET", "/.netlify/functions/list-modules?a=%zz&%ff=%00"),
    "the way up": request("GET", "/../../../../etc/passwd"),
    "the way up, escaped": request("GET", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "the way up, twice escaped": request("GET", "/..%252f..%252fetc/passwd"),
    "the way up, backwards": request("GET", "/..\\..\\etc\\passwd"),
    "a hidden file": request("GET", "/.env"),
    "the declarations": request("GET", "/_headers"),
    "a folder": request("GET", "/styles"),
    "posting to a page": request("POST", "/", "Content-Length: 2", body=b"{}"),
    "no such function": request("GET", "/.netlify/functions/none"),
    "the functions' folder": request("GET", "/.netlify/functions/"),
    "up and out of the functions": request("GET", "/.netlify/functions/../../etc/passwd"),
    "no such job": request("POST", "/.local/jobs/none", "Content-Length: 0"),
    "no such stand-in": request("GET", "/.local/none"),
    "a page beside the mailbox": request("GET", "/.local/mail/none"),
    "posting to the mailbox": request("POST", "/.local/mail", "Content-Length: 0"),
    "seven megabytes": request("PUT", PROGRESS, "Content-Length: 7340032", body=b"a" * 7340032),
    "seven megabytes in chunks": request("PUT", PROGRESS, CHUNKED, body=b"700000\r\n" + bytes(7 << 20) + LAST_CHUNK),
    "seven megabytes announced": request("PUT", PROGRESS, "Content-Length: 7340032", "Expect: 100-continue"),
    "a body that is no UTF-8": request("POST", HOOK, "Content-Length: 2", body=b"\xff\xfe"),
    "TRACE": request("TRACE", HEALTH),
    "PROPFIND": request("PROPFIND", HEALTH),
    "PATCH where there is none": request("PATCH", HEALTH, "Content-Length: 0"),
}
# These are no mistakes, or ones that every server forgives.
FORGIVEN = {"a broken escape", "a broken escape in a query", "a folder"}
LESSONS = {"a broken escape"}
PAGES = {
    "a NUL in a page's address",
    "the way up",
    "the way up, escaped",
    "the way up, twice escaped",
    "the way up, backwards",
    "a hidden file",
    "the declarations",
    "a folder",
    "no such stand-in",
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_refused_below_500(running: Stranger, kind: str) -> None:
    """The answer is a 4xx: a problem, or for a page's address the site's own 404; nothing of the file system shows."""
    answer = send(running.port, MALFORMED[kind])
    if kind in FORGIVEN and answer.status in {200, 301}:
        return
    assert 400 <= answer.status < 500, (answer.status, answer.headers, answer.body[:300])
    if kind in LESSONS and answer.status == 404:
        assert b'id="page-lesson"' in answer.body  # the lesson's page says itself that there is no such lesson
    elif kind in PAGES and answer.status == 404:
        assert b"There is no page at this address" in answer.body
    else:
        assert answer.problem["status"] == answer.status
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"root:" not in answer.body


def test_a_405_says_what_is_allowed(running: Stranger) -> None:
    """Every method that does not exist somewhere is a 405 with Allow: in functions, pages and stand-ins."""
    for path in (HEALTH, "/", "/.local/mail"):
        answer = send(running.port, request("TRACE", path))
        assert (path, answer.status) == (path, 405)
        assert "GET" in answer.headers["allow"]


def test_a_head_without_a_body(running: Stranger) -> None:
    """HEAD is GET without the body, for pages and functions, refusals included."""
    for path in ("/", HEALTH, "/.netlify/functions/none", "/none"):
        head, whole = (send(running.port, request(method, path)) for method in ("HEAD", "GET"))
        assert (path, head.status, head.body) == (path, whole.status, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_half_a_body_and_gone(running: Stranger) -> None:
    """A client that leaves in the middle of its body hurts nobody: the next is served."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", running.port)) as connection:
            connection.sendall(request("PUT", PROGRESS, "Content-Length: 1000", body=b"{"))
    assert send(running.port, request("GET", HEALTH)).status == 200
