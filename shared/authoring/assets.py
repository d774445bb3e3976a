"""A module's pictures and films: what they are, whether they are safe, and where readers will find them."""

import hashlib
import re
import struct
from typing import Literal, NamedTuple
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from shared.authoring import drawings
from shared.authoring.files import CourseFolder
from shared.authoring.findings import Findings

Kind = Literal["image", "video", "poster", "captions"]

MOST_BYTES = {"image": 5_000_000, "poster": 5_000_000, "captions": 1_000_000, "video": 500_000_000}
_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "vtt": "text/vtt",
}
_SUFFIXES = {
    "image": ("svg", "png", "jpg", "webp"),
    "poster": ("jpg", "png", "webp"),
    "video": ("mp4",),
    "captions": ("vtt",),
}
_BEGINS = {
    "png": (0, b"\x89PNG\r\n\x1a\n"),
    "jpg": (0, b"\xff\xd8\xff"),
    "webp": (8, b"WEBP"),
    "mp4": (4, b"ftyp"),
    "vtt": (0, b"WEBVTT"),
}
_PATH = re.compile(r"(?:images|media)/[a-z0-9][a-z0-9._-]{0,80}\.([a-z0-9]+)")
# Names a media file by its module and content: the same file keeps its id, a changed one gets another.
_NAMESPACE = UUID("6f4c2f5e-3b0e-5c58-9d0f-2f0f5f6a4c11")


class Asset(NamedTuple):
    """One file that lessons show; `address` is what their HTML says. Public ones lie in the site."""

    id: UUID
    kind: Kind
    path: str
    content_type: str
    sha256: str
    suffix: str
    content: bytes
    width: int
    height: int
    is_public: bool

    @property
    def name(self) -> str:
        """The name among the site's media: its content decides, so it may be cached for ever."""
        return f"{self.sha256[:32]}.{self.suffix}"

    @property
    def address(self) -> str:
        """Where the page finds it."""
        return f"/media/{self.name}" if self.is_public else f"/.netlify/functions/media/{self.id}"

    @property
    def object_key(self) -> str:
        """Where it lies in the object store."""
        return f"media/{self.name}"


class Shelf:
    """The assets of one module, each read and judged when its lesson first names it."""

    def __init__(self, folder: CourseFolder, slug: str, *, is_public: bool, findings: Findings):
        self.assets: dict[tuple[str, str], Asset] = {}
        self.drawings: dict[str, bytes] = {}
        self._refused: set[str] = set()
        self._folder = folder
        self._slug = slug
        self._is_public = is_public
        self._findings = findings

    def take(self, path: str, kind: Kind, where: str, line: int) -> Asset | None:
        """Return the asset at `path`; None where a finding (at `where`:`line`) says why it cannot be used."""
        if (path, kind) in self.assets or path in self._refused:
            return self.assets.get((path, kind))
        suffix, reason = _suffix(path, kind), ""
        if not suffix:
            expected = ", ".join(f".{name}" for name in _SUFFIXES[kind])
            folder = "images" if kind == "image" else "media"
            reason = f"{path[:80]!r} cannot be shown as {kind}: name a file {folder}/… that ends with {expected}"
        elif not (self._folder.folder / path).exists():
            reason = f"there is no file {path!r} in this module's folder; add it or correct the name"
        if reason:
            self._refused.add(path)
            return self._findings.error(where, line, reason)
        content = self._folder.content(path, MOST_BYTES[kind])
        fault = None if content is None else _fault(content, suffix)
        if content is None or fault is not None:
            self._refused.add(path)
            return self._findings.error(f"{self._folder.name}/{path}", 1, fault) if fault else None
        return self._kept(path, kind, suffix, content)

    def drawing(self, path: str, alternative: str) -> str | None:
        """Return the drawing at `path`, read in the site's inks, as SVG for the page; None where it is no drawing."""
        found = _PATH.fullmatch(path)
        file = self._folder.folder / path
        if (
            not found
            or found[1] != "svg"
            or not file.is_file()
            or not file.resolve().is_relative_to(self._folder.folder.resolve())
        ):
            return None
        content = self._folder.content(path, MOST_BYTES["image"])
        if content is None or _svg_fault(content) or not drawings.is_drawing(content):
            return None
        for fault in drawings.faults(content, file.stem):
            self._findings.error(f"{self._folder.name}/{path}", 1, fault)
        self.drawings[path] = content
        return drawings.inlined(content, alternative)

    def _kept(self, path: str, kind: Kind, suffix: str, content: bytes) -> Asset:
        sha256 = hashlib.sha256(content).hexdigest()
        identity = uuid5(_NAMESPACE, f"{self._slug}/{kind}/{sha256}.{suffix}")
        width, height = _size(content, suffix)
        asset = Asset(identity, kind, path, _TYPES[suffix], sha256, suffix, content, width, height, self._is_public)
        self.assets[path, kind] = asset
        return asset


def _suffix(path: str, kind: Kind) -> str:
    found = _PATH.fullmatch(path)
    folder = "images/" if kind == "image" else "media/"
    return found[1] if found and found[1] in _SUFFIXES[kind] and path.startswith(folder) else ""


def _fault(content: bytes, suffix: str) -> str | None:
    if suffix == "svg":
        return _svg_fault(content)
    position, expected = _BEGINS[suffix]
    is_one = content[position : position + len(expected)] == expected
    return None if is_one else f"the file is named .{suffix} but is none; export it again"


def _svg_fault(content: bytes) -> str | None:
    """A drawing may hold nothing that runs and nothing that loads."""
    if b"<!" in re.sub(rb"<!--.*?-->|<!\[CDATA\[", b"", content, flags=re.DOTALL):
        return "the SVG holds a DOCTYPE or an ENTITY; remove it"
    try:
        root = ET.fromstring(content)  # noqa: S314 (no DTD is left to expand)
    except (ET.ParseError, ValueError, LookupError, RecursionError) as problem:
        return f"this is not SVG: {problem}"
    if root.tag != "{http://www.w3.org/2000/svg}svg" or _view_box(root) is None:
        return 'an SVG picture begins with <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 width height">'
    for node in root.iter():
        name = str(node.tag).rpartition("}")[2]
        if name.lower() in {"script", "foreignobject", "iframe", "embed", "object", "handler", "set", "a"}:
            return f"an SVG picture cannot hold <{name}>; remove it"
        for attribute, value in node.attrib.items():
            bare = attribute.rpartition("}")[2].lower()
            if bare.startswith("on") or (bare in {"href", "src"} and not value.startswith("#")):
                return f"<{name} {bare}=…> runs or loads something; an SVG picture stands alone"
        if re.search(r"url\(\s*['\"]?(?!#)|@import", (node.text or "") + " ".join(node.attrib.values())):
            return f"<{name}> loads something by url(…); an SVG picture stands alone"
    return None


def _view_box(root: ET.Element) -> tuple[int, int] | None:
    try:
        _, _, width, height = (float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError:
        return None
    return (round(width), round(height)) if 1 <= width <= 10_000 and 1 <= height <= 10_000 else None


def _size(content: bytes, suffix: str) -> tuple[int, int]:
    """Return width and height where they are cheap to know, else zeros: the page keeps the place free by them."""
    if suffix == "svg":
        return _view_box(ET.fromstring(content)) or (0, 0)  # noqa: S314 (judged before)
    if suffix == "png" and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    return _film_size(content) if suffix == "mp4" else (0, 0)


def _film_size(content: bytes) -> tuple[int, int]:
    """A film's track header ends with its size, whole pixels in the upper half of each number."""
    begins = content.find(b"tkhd") - 4
    if begins < 0 or len(content) < begins + 8:
        return (0, 0)
    ends = begins + struct.unpack(">I", content[begins : begins + 4])[0]
    width, height = struct.unpack(">II", content[ends - 8 : ends]) if begins + 16 <= ends <= len(content) else (0, 0)
    return width >> 16, height >> 16
