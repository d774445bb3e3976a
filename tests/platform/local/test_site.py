"""The site as the CDN would serve it: everything netlify.toml and _headers declare is what arrives."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from netlify.local.asgi import Message
from netlify.local.declarations import DeclarationInvalid, read_declarations
from netlify.local.static import Elsewhere, Moved, Page, Static
from tests.platform.local.stranger import Stranger
from tests.support.running import ROOT

DECLARED: dict[str, Any] = tomllib.loads((ROOT / "netlify.toml").read_text())
PAGE_NAMES = sorted(page.relative_to(ROOT / "site").as_posix() for page in (ROOT / "site").rglob("*.html"))

TOML = """
[[redirects]]
from = "/old"
to = "/new"
[[redirects]]
from = "/blog/:year/*"
to = "/archive/:year/:splat"
status = 302
[[redirects]]
from = "/call/:name"
to = "/.netlify/functions/:name"
status = 200
[[redirects]]
from = "/page.html"
to = "/forced"
force = true
[[redirects]]
from = "/search"
to = "/found/:what"
status = 307
query = {q = ":what"}
"""
HEADERS = """
# A comment.
/*
  X-All: yes
  X-Which: first
/nested/*
  X-Which: second
  Cache-Control: public, max-age=1
  Cache-Control: immutable
"""


@pytest.fixture
def small(tmp_path: Path) -> Static:
    """A small site with declarations of its own."""
    site = tmp_path / "site"
    (site / "nested").mkdir(parents=True)
    for name in ("index.html", "page.html", "other.html", "404.html", "nested/index.html", ".hidden.html", "data.bin"):
        (site / name).write_text(name)
    (site / "nested" / "_headers").write_text("")
    (tmp_path / "secret.html").write_text("outside")
    (site / "way-out").symlink_to(tmp_path)
    (tmp_path / "netlify.toml").write_text(TOML + "[build.processing.html]\npretty_urls = true\n")
    (site / "_headers").write_text(HEADERS)
    (site / "_redirects").write_text("/from-file /to-file 308 # with a comment\n")
    return Static([site], tmp_path / "netlify.toml", nowhere)


async def nowhere(_: object, receive: object, send: Any) -> None:
    """Stand for the functions."""
    message: Message = {"type": "http.response.start", "status": 200, "headers": []}
    await send(message)


def test_every_declared_header_arrives(running: Stranger) -> None:
    """The headers of netlify.toml for every path are on every page, and those for a folder on its files."""
    for rule in DECLARED["headers"]:
        path = {"/*": "/", "/fonts/*": "/fonts/newsreader.woff2"}.get(rule["for"])
        if path is None:
            continue
        answer = running.get(path)
        assert answer.status_code == 200
        for name, value in rule["values"].items():
            assert answer.headers[name] == value, (path, name)


def test_the_written_policy_arrives(running: Stranger) -> None:
    """The content security policy that the build writes to _headers is on pages and on the 404 page."""
    written = (running.data / "public" / "_headers").read_text()
    policy = re.search(r"Content-Security-Policy: (.*)", written, re.IGNORECASE)
    assert policy
    for path in ("/", "/none", "/learn/cash-flow-and-net-worth"):
        assert running.get(path).headers["content-security-policy"] == policy[1].strip()


@pytest.mark.parametrize("page", PAGE_NAMES)
def test_every_page_has_one_address(running: Stranger, page: str) -> None:
    """A page is served without `.html`, and its file's own address leads there."""
    clean = "/" + page.removesuffix(".html").removesuffix("index")
    moved = running.get("/" + page + "?a=1")
    assert (moved.status_code, moved.headers.get("location")) == (301, clean + "?a=1")
    served = running.get(clean)
    assert served.status_code == 200
    assert served.content == (ROOT / "site" / page).read_bytes()


def test_declared_rewrites(running: Stranger) -> None:
    """Each rewrite of netlify.toml shows its page at any address that fits; what is not there answers 404."""
    for rule in DECLARED["redirects"]:
        answer = running.get(re.sub(r":\w+", "anything", rule["from"]))
        if rule["to"].startswith("/.netlify/functions/certificate/"):
            assert answer.status_code == 404
            assert answer.content == (ROOT / "shared" / "certificates" / "page.html").read_bytes()
            continue
        assert answer.status_code == rule["status"]
        assert answer.content == (ROOT / "site" / rule["to"].lstrip("/")).read_bytes()


@pytest.mark.parametrize("page", ["learn", "quiz"])
def test_modules_that_there_are(running: Stranger, page: str) -> None:
    """The lesson and the quiz of every module of the course answer 200: the build names them in _redirects."""
    modules = running.get("/.netlify/functions/list-modules").json()["modules"]
    assert len(modules) >= 3
    for module in modules:
        answer = running.get(f"/{page}/{module['slug']}")
        assert answer.status_code == 200
        assert answer.content == (ROOT / "site" / f"{page}.html").read_bytes()


def test_the_404_page(running: Stranger) -> None:
    """An address without a page is the site's own 404 page, with status 404."""
    answer = running.get("/no/such/page")
    assert answer.status_code == 404
    assert answer.content == (ROOT / "site" / "404.html").read_bytes()


def test_the_public_configuration(running: Stranger) -> None:
    """/config.json tells the pages where to sign in, and nothing else."""
    answer = running.get("/config.json")
    assert set(answer.json()) == {"supabase_url", "supabase_publishable_key"}
    assert answer.json()["supabase_url"] == running.origin


def test_ask_again(running: Stranger) -> None:
    """A file asked for again with its ETag is 304 without a body; a changed ETag is the file."""
    first = running.get("/styles/base.css")
    assert first.headers["content-type"] == "text/css; charset=UTF-8"
    again = running.get("/styles/base.css", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert running.get("/styles/base.css", **{"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=100-", 206, 100, None),
        ("bytes=-5", 206, -5, None),
        ("bytes=0-999999999", 206, 0, None),
        ("bytes=999999999-", 416, 0, 0),
        ("bytes=9-1", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("nonsense", 200, 0, None),
        ("bytes=-0", 416, 0, 0),
    ],
)
def test_ranges(running: Stranger, asked: str, status: int, begin: int, end: int | None) -> None:
    """One range is 206 with just those bytes, one beyond the end 416, anything else the whole file (RFC 9110, 14)."""
    whole = (ROOT / "site" / "fonts" / "newsreader.woff2").read_bytes()
    answer = running.get("/fonts/newsreader.woff2", range=asked)
    assert answer.status_code == status
    assert answer.content == whole[begin:end]
    if status == 206:
        first = begin % len(whole)
        assert answer.headers["content-range"] == f"bytes {first}-{first + len(answer.content) - 1}/{len(whole)}"


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/old", "", Moved("/new")),
        ("/old/", "", Moved("/new")),
        ("/old", "a=1", Moved("/new?a=1")),
        ("/blog/2026/05/06", "", Moved("/archive/2026/05/06", 302)),
        ("/call/health", "", Elsewhere("/.netlify/functions/health")),
        ("/page.html", "", Moved("/forced")),
        ("/search", "q=tail", Moved("/found/tail?q=tail", 307)),
        ("/search", "", "404.html"),
        ("/from-file", "", Moved("/to-file", 308)),
        ("/other", "", "other.html"),
        ("/other/", "", Moved("/other")),
        ("/nested", "", Moved("/nested/")),
        ("/nested/", "", "nested/index.html"),
        ("/nested/index.html", "", Moved("/nested/")),
        ("/index.html", "", Moved("/")),
        ("/data.bin", "", "data.bin"),
        ("/.hidden", "", "404.html"),
        ("/_headers", "", "404.html"),
        ("/way-out/secret", "", "404.html"),
        ("/../secret", "", "404.html"),
    ],
)
def test_where_an_address_leads(small: Static, path: str, query: str, expected: Moved | Elsewhere | str) -> None:
    """Redirects, rewrites, placeholders, queries, clean addresses and what is hidden, as Netlify documents them."""
    found = small.resolve(path, query)
    assert (found.file.name if isinstance(found, Page) else found) == (
        Path(expected).name if isinstance(expected, str) else expected
    )


def test_which_headers_win(small: Static) -> None:
    """Of two rules the later wins; one header written twice in a rule is joined."""
    headers = small.declarations.headers_for("/nested/file")
    assert headers == {"x-all": "yes", "x-which": "second", "cache-control": "public, max-age=1, immutable"}


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("netlify.toml", "[[redirects]\n", "netlify.toml"),
        ("netlify.toml", '[[redirects]]\nto = "/a"\n', "needs `from`"),
        ("_headers", "  X-One: 1\n", "_headers, line 1"),
        ("_redirects", "\n/from\n", "_redirects, line 2"),
    ],
)
def test_a_declaration_that_cannot_be_read(tmp_path: Path, file: str, text: str, says: str) -> None:
    """A mistake in netlify.toml, _headers or _redirects is said with its file and place."""
    (tmp_path / file).write_text(text)
    with pytest.raises(DeclarationInvalid, match=says):
        read_declarations(*(tmp_path / name for name in ("netlify.toml", "_headers", "_redirects")))
