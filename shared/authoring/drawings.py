"""A lesson's drawings: SVG that goes into the page itself, so that it wears the site's type and inks, light or dark."""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple
from xml.etree import ElementTree as ET

WIDTH = 360
SMALLEST_TEXT = 12.5
TEXT_INKS = frozenset({"t", "t-soft", "t-strong", "t-green", "t-red", "t-amber", "t-on-green"})
AREAS = frozenset(
    {
        "fill-green",
        "fill-green-wash",
        "fill-red-wash",
        "fill-amber-wash",
        "fill-shade",
        "fill-sheet",
        "fill-rule",
        "fill-red",
        "fill-amber",
        "fill-ink",
    }
)
DARK_AREAS = frozenset({"fill-green", "fill-red", "fill-amber", "fill-ink"})
LINES = frozenset({"line", "line-ink", "line-green", "line-red", "line-amber", "axis", "grid"})
BESIDE = frozenset({"small", "dash"})
INKS = TEXT_INKS | AREAS | LINES | BESIDE
SHAPES = frozenset({"rect", "line", "polyline", "polygon", "path", "circle", "ellipse"})
_ELEMENTS = SHAPES | {"svg", "title", "desc", "g", "defs", "marker", "text", "tspan"}
_GEOMETRY = frozenset(
    {
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "width",
        "height",
        "points",
        "d",
        "dx",
        "dy",
        "transform",
        "viewBox",
        "text-anchor",
        "dominant-baseline",
        "marker-start",
        "marker-mid",
        "marker-end",
        "markerWidth",
        "markerHeight",
        "refX",
        "refY",
        "orient",
        "class",
        "id",
        "role",
        "aria-hidden",
        "aria-labelledby",
    }
)
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_SHIFT = re.compile(r"\s*translate\(\s*(-?[\d.]+)(?:[\s,]+(-?[\d.]+))?\s*\)\s*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?|-?\.\d+")


class Words(NamedTuple):
    """A text of a drawing: what it says, its inks, and where it begins."""

    said: str
    inks: frozenset[str]
    x: float
    y: float
    anchor: str


def is_drawing(content: bytes) -> bool:
    """Return whether the SVG takes its inks by class, and so belongs into the page."""
    return any(INKS & _inks(node) for node in ET.fromstring(content).iter())  # noqa: S314 (judged by assets before)


def inlined(content: bytes, alternative: str) -> str:
    """Return the drawing as the page holds it, one picture with `alternative` for those who cannot see it."""
    root = ET.fromstring(content)  # noqa: S314 (judged by assets before)
    attributes = f'viewBox="{escape(root.get("viewBox", ""))}" role="img" aria-label="{escape(alternative)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{"".join(_written(child) for child in root)}</svg>'


def faults(content: bytes, name: str) -> list[str]:
    """Return everything that keeps the drawing `name` from being read in the site's inks, in words."""
    root = ET.fromstring(content)  # noqa: S314 (judged by assets before)
    return list(dict.fromkeys([*_frame_faults(root), *_part_faults(root, name), *_text_faults(root)]))


def numbers(content: bytes) -> list[str]:
    """Return the numbers that the drawing's texts say, as written."""
    said = " ".join(words.said for words in _words(ET.fromstring(content)))  # noqa: S314 (judged by assets before)
    return re.findall(r"\d[\d,]*(?:\.\d+)?", said)


def _frame_faults(root: ET.Element) -> Iterator[str]:
    view = _NUMBER.findall(root.get("viewBox", ""))
    if [float(part) for part in view[:3]] != [0, 0, WIDTH]:
        yield f'the viewBox is "0 0 {WIDTH} height": {WIDTH} units are the width of a phone'
    if not len(root) or root[0].tag != f"{_NAMESPACE}title" or not (root[0].text or "").strip():
        yield "a drawing begins with a <title> that names it"


def _part_faults(root: ET.Element, name: str) -> Iterator[str]:
    for node in root.iter():
        kind = node.tag.removeprefix(_NAMESPACE)
        if kind not in _ELEMENTS:
            yield f"a drawing cannot hold <{kind}>; it is made of {', '.join(sorted(_ELEMENTS))}"
        for attribute, value in node.attrib.items():
            if attribute not in _GEOMETRY:
                yield f"<{kind} {attribute}=…> is not read: inks go by class, type and size are the site's"
            elif attribute == "id" and not value.startswith(name):
                yield f"the id {value!r} could be another drawing's too; begin it with {name!r}"
        for ink in sorted(_inks(node) - INKS):
            yield f"there is no ink {ink!r} ({', '.join(sorted(INKS))})"
        if kind in SHAPES and not _drawn_inks(root, node) & (AREAS | LINES):
            yield f"<{kind}> has no ink and would be black; give it a class"


def _text_faults(root: ET.Element) -> Iterator[str]:
    areas = list(_dark_areas(root))
    for words in _words(root):
        if not words.inks & TEXT_INKS:
            yield f"the text {words.said[:40]!r} has no ink; give it one of {', '.join(sorted(TEXT_INKS))}"
        behind = [
            ink for ink, x, y, width, height in areas if x <= words.x <= x + width and y <= words.y - 4 <= y + height
        ]
        if "t-on-green" in words.inks and behind[-1:] != ["fill-green"]:
            yield f"the text {words.said[:40]!r} has the ink t-on-green and does not stand upon fill-green"
        elif behind and behind[-1] in DARK_AREAS and "t-on-green" not in words.inks:
            yield f"the text {words.said[:40]!r} stands upon {behind[-1]} and cannot be read there; move it out"
        if not _fits(words):
            yield f"the text {words.said[:40]!r} runs out of the drawing; shorten or move it"


def _fits(words: Words) -> bool:
    """Return whether the text stays inside; a letter of the site's type is about half as wide as high."""
    width = len(words.said) * (13 if "small" in words.inks else 14.5) * 0.48
    begins = words.x - {"middle": width / 2, "end": width}.get(words.anchor, 0)
    return begins >= -4 and begins + width <= WIDTH + 4


def _words(root: ET.Element) -> Iterator[Words]:
    for node, x, y, inks, anchor in _placed(root, 0, 0, frozenset(), "start"):
        if node.tag == f"{_NAMESPACE}text":
            spans = [span for span in node if span.get("y") or span.get("dy")]
            if spans:
                for span in spans:
                    here = float(span.get("x", node.get("x", "0"))) + x - float(node.get("x", "0") or 0)
                    yield Words("".join(span.itertext()).strip(), inks | _inks(span), here, y, anchor)
            else:
                yield Words("".join(node.itertext()).strip(), inks, x, y, anchor)


def _dark_areas(root: ET.Element) -> Iterator[tuple[str, float, float, float, float]]:
    for node, x, y, inks, _ in _placed(root, 0, 0, frozenset(), "start"):
        ink = next(iter(inks & AREAS), None)
        if node.tag == f"{_NAMESPACE}rect" and ink:
            yield ink, x, y, float(node.get("width", "0")), float(node.get("height", "0"))


def _placed(
    node: ET.Element, x: float, y: float, inks: frozenset[str], anchor: str
) -> Iterator[tuple[ET.Element, float, float, frozenset[str], str]]:
    """Walk the drawing with where each part stands and the inks that it inherits."""
    shift = _SHIFT.fullmatch(node.get("transform", ""))
    if shift:
        x, y = x + float(shift[1]), y + float(shift[2] or 0)
    inks, anchor = inks | _inks(node), node.get("text-anchor", anchor)
    yield node, x + _length(node, "x"), y + _length(node, "y"), inks, anchor
    for child in node:
        yield from _placed(child, x, y, inks, anchor)


def _length(node: ET.Element, name: str) -> float:
    found = _NUMBER.match(node.get(name, ""))
    return float(found[0]) if found else 0.0


def _drawn_inks(root: ET.Element, wanted: ET.Element) -> frozenset[str]:
    return next(inks for node, _, _, inks, _ in _placed(root, 0, 0, frozenset(), "start") if node is wanted)


def _inks(node: ET.Element) -> frozenset[str]:
    return frozenset(node.get("class", "").split())


def _written(node: ET.Element) -> str:
    kind = node.tag.removeprefix(_NAMESPACE)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attrib.items())
    inner = escape(node.text or "", quote=False) + "".join(
        _written(child) + escape(child.tail or "", quote=False) for child in node
    )
    return f"<{kind}{attributes}>{inner}</{kind}>"
