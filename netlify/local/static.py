"""The site as Netlify's CDN serves it: declared headers and redirects, clean addresses, ETag, ranges, 404.html."""

import asyncio
import hashlib
import mimetypes
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from netlify.byte_ranges import byte_range, send_bytes
from netlify.local.asgi import App, Receive, Scope, Send, encoded, header, send_answer
from netlify.local.declarations import Declarations, Redirect, read_declarations
from shared.problems import MethodNotAllowed, NotFound

DEFAULT_HEADERS = {"cache-control": "public, max-age=0, must-revalidate", "accept-ranges": "bytes"}
REWRITE, NOT_FOUND = 200, 404
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".vtt": "text/vtt",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
    ".avif": "image/avif",
    ".map": "application/json",
}


class Page(NamedTuple):
    """A file to be sent, and the status it is sent with."""

    file: Path
    status: int = 200


class Moved(NamedTuple):
    """Another address to go to."""

    location: str
    status: int = 301


class Elsewhere(NamedTuple):
    """A rewrite that leads out of the site's files: to a function."""

    path: str


class Static:
    """The ASGI app at `/`: files of `folders`, the first that has one wins."""

    def __init__(self, folders: Sequence[Path], toml: Path, elsewhere: App):
        self._folders = [folder.resolve() for folder in folders]
        self._toml = toml
        self._elsewhere = elsewhere
        self._etags: dict[tuple[str, int, int], str] = {}
        self.declarations = Declarations()
        self.reload()

    def reload(self) -> None:
        """Read the declarations anew; raises DeclarationInvalid."""
        found = {name: self._existing(name) or self._folders[0] / name for name in ("_headers", "_redirects")}
        self.declarations = read_declarations(self._toml, found["_headers"], found["_redirects"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; raises NotFound where the site has no 404.html, and MethodNotAllowed."""
        if scope["method"] not in {"GET", "HEAD"}:
            raise MethodNotAllowed(["GET", "HEAD"])
        answer = self.resolve(scope["path"], scope["query_string"].decode("latin-1"))
        if isinstance(answer, Elsewhere):
            await self._elsewhere(
                {**scope, "path": unquote(answer.path), "raw_path": answer.path.encode()}, receive, send
            )
        elif isinstance(answer, Moved):
            headers = {
                **self.declarations.headers_for(scope["path"]),
                "location": answer.location,
                "cache-control": DEFAULT_HEADERS["cache-control"],
                "content-length": "0",
            }
            await send_answer(send, answer.status, encoded(headers))
        else:
            await self._send_file(answer, scope, send)

    def resolve(self, path: str, query: str = "") -> Page | Moved | Elsewhere:
        """Return what `path` (decoded) leads to; raises NotFound where there is not even a 404.html."""
        parameters = dict(parse_qsl(query, keep_blank_values=True))
        found = self._file_for(path)
        for rule in self.declarations.redirects:
            if found and not rule.force:
                continue
            if (target := rule.match(path, parameters)) is not None:
                return self._follow(rule, target, query)
        if found:
            return self._with_clean_address(path, found, query)
        if missing := self._existing("404.html"):
            return Page(missing, NOT_FOUND)
        raise NotFound

    def _follow(self, rule: Redirect, target: str, query: str) -> Page | Moved | Elsewhere:
        """A rewrite shows another file here, a redirect leads away; the query goes along."""
        if rule.status not in {REWRITE, NOT_FOUND}:
            return Moved(f"{target}?{query}" if query and "?" not in target else target, rule.status)
        if target.startswith("/.netlify/functions/"):
            return Elsewhere(target)
        found = self._file_for(unquote(target.partition("?")[0]))
        if found:
            return Page(found, rule.status)
        if missing := self._existing("404.html"):
            return Page(missing, NOT_FOUND)
        raise NotFound

    def _with_clean_address(self, path: str, file: Path, query: str) -> Page | Moved:
        """Pretty URLs: one address for each page, without `.html` and without `index`; folders end with a slash."""
        is_index = file.name == "index.html"
        clean = path
        if self.declarations.pretty_urls and path.endswith(".html"):
            clean = path.removesuffix("index.html") if is_index else path.removesuffix(".html")
        elif is_index and not path.endswith(("/", ".html")):
            clean = path + "/"
        elif self.declarations.pretty_urls and not is_index and path.endswith("/"):
            clean = path.rstrip("/")
        if clean == path or clean.startswith("//"):
            return Page(file)
        return Moved(f"{clean}?{query}" if query else clean)

    def _file_for(self, path: str) -> Path | None:
        """Return the file that `path` means by itself: exactly, as a page, or as a folder's index."""
        name = path.strip("/")
        if name in {"_headers", "_redirects"} or "\0" in name or "\\" in name:
            return None
        for candidate in (name, f"{name}.html", f"{name}/index.html") if name else ("index.html",):
            if candidate == name and path.endswith("/"):
                continue
            if found := self._existing(candidate):
                return found
        return None

    def _existing(self, name: str) -> Path | None:
        """Return the file `name` below one of the folders, never one outside of them or a hidden one."""
        if any(part.startswith(".") and part != ".well-known" for part in name.split("/")):
            return None
        for folder in self._folders:
            try:
                file = (folder / name).resolve()
                if file.is_relative_to(folder) and stat.S_ISREG(file.stat().st_mode):
                    return file
            except (OSError, ValueError):
                continue
        return None

    async def _send_file(self, page: Page, scope: Scope, send: Send) -> None:
        """Send the page, or as much of it as was asked for (RFC 9110, sections 13 and 14)."""
        size = page.file.stat().st_size
        etag = await asyncio.to_thread(self._etag, page.file)
        declared = self.declarations.headers_for(scope["path"])
        headers = {**DEFAULT_HEADERS, "content-type": content_type(page.file), **declared, "etag": etag}
        if page.status == REWRITE and etag in _listed(header(scope, "if-none-match")):
            await send_answer(send, 304, encoded(headers))
            return
        status, begin, end = page.status, 0, size
        if status == REWRITE and header(scope, "if-range") in {"", etag}:
            status, begin, end = byte_range(header(scope, "range"), size)
        if status == 206:
            headers["content-range"] = f"bytes {begin}-{end - 1}/{size}"
        elif status == 416:
            headers["content-range"] = f"bytes */{size}"
        headers["content-length"] = str(end - begin)
        await send({"type": "http.response.start", "status": status, "headers": encoded(headers)})
        if scope["method"] == "GET":
            await send_bytes(page.file, begin, end, send)
        await send({"type": "http.response.body", "body": b""})

    def _etag(self, file: Path) -> str:
        """A digest of the content, worked out once for each state of the file."""
        found = file.stat()
        key = (str(file), found.st_mtime_ns, found.st_size)
        if key not in self._etags:
            with file.open("rb") as content:
                self._etags[key] = f'"{hashlib.file_digest(content, "sha256").hexdigest()[:32]}"'
        return self._etags[key]


def content_type(file: Path) -> str:
    """Return the media type by the file's ending; text is UTF-8."""
    found = TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    textual = found.startswith("text/") or found in {"application/json", "application/xml", "image/svg+xml"}
    return f"{found}; charset=UTF-8" if textual else found


def _listed(tags: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in tags.split(",")}
