"""A lesson's Markdown as safe HTML and as plain text: figures, worked examples, notes, films, dated facts."""

import re
from collections.abc import MutableMapping, Sequence
from html import escape
from typing import Any, NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from shared.authoring.facts import Fact
from shared.authoring.files import Source
from shared.authoring.findings import listed
from shared.authoring.page import Page, Passage, warn_of_oddities
from shared.authoring.passages import example_html, video_html

_ALIGNED = re.compile(r"text-align:(left|right|center)")
FENCES = ("example", "note", "video")

_SPAN = {"span": {"class", "data-fact", "title"}}
_CELL = {"th": {"scope", "class"}, "td": {"class"}}
_FILM = {
    "video": {"controls", "playsinline", "preload", "poster", "width", "height"},
    "source": {"src", "type"},
    "track": {"kind", "src", "srclang", "label", "default"},
}
_TAGS = {
    "p",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "code",
    "pre",
    "blockquote",
    "hr",
    "br",
    "a",
    "span",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figure",
    "figcaption",
    "img",
    "div",
    "aside",
    "details",
    "summary",
    "video",
    "source",
    "track",
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        "a": {"href", "title"},
        "img": {"src", "alt", "width", "height", "loading"},
        "ol": {"start"},
        "div": {"class"},
        "aside": {"class"},
        "figure": {"class"},
        "p": {"class"},
        "details": {"class"},
        **_SPAN,
        **_CELL,
        **_FILM,
    },
    url_schemes={"https", "mailto"},
    link_rel="noopener noreferrer",
    clean_content_tags={"script", "style"},
)


_DRAWING = re.compile(r'<figure class="drawing drawing-(\d+)">')


class Rendered(NamedTuple):
    """A passage as the page shows it, as search and the AI read it, and the dated facts that it names."""

    html: str
    text: str
    facts: dict[str, Fact]


def sanitise(html: str) -> str:
    """Return `html` with nothing left but the tags, attributes and addresses that a lesson needs."""
    return _CLEANER.clean(html)


def tokens_of(text: str) -> list[Token]:
    """Return the block tokens of `text`; raw HTML comes as tokens of its own, to be refused."""
    return _PARSER.parse(text)


def render(source: Source, passage: Passage) -> Rendered:
    """Return `source` rendered; what is wrong with it becomes findings with its lines."""
    warn_of_oddities(source, passage)
    return render_tokens(tokens_of(source.text), passage, source.first_line)


def render_tokens(tokens: Sequence[Token], passage: Passage, first_line: int, *, in_note: bool = False) -> Rendered:
    """Return `tokens` rendered, their first line being `first_line` of the passage's file."""
    page = Page(passage, first_line, in_note=in_note)
    html = sanitise(_PARSER.renderer.render(tokens, _PARSER.options, {"page": page}))
    drawn = _DRAWING.sub(lambda found: f'<figure class="drawing">{page.drawings[int(found[1])]}', html)
    return Rendered(drawn, "\n".join(line for line in page.text if line.strip()), page.facts)


class _Renderer(RendererHTML):
    """markdown-it's renderer with this course's own parts."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """Render block tokens; a paragraph that is one picture becomes a figure."""
        page: Page = env["page"]
        html = ""
        for index, token in enumerate(tokens):
            if token.map:
                page.line = page.first_line + token.map[0]
            if token.type == "inline":
                page.text.append(self._plain(token.children or [], page))
            if _is_around_figure(tokens, index):
                continue
            if _is_figure(token):
                html += self._figure((token.children or [])[0], page)
            elif token.type == "inline":
                html += self.renderInline(token.children or [], options, env)
            elif token.type in self.rules:
                html += self.rules[token.type](tokens, index, options, env)
            else:
                html += self.renderToken(tokens, index, options, env)
        return html

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:  # noqa: ARG002 (markdown-it's signature)
        """Text, its facts filled in."""
        return env["page"].with_facts(tokens[idx].content, as_html=True)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:  # noqa: ARG002 (markdown-it's signature)
        """A picture inside a sentence has no place for its caption."""
        env["page"].error("a picture stands in a paragraph of its own")
        return ""

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:  # noqa: ARG002 (markdown-it's signature)
        """Raw HTML is refused: a less-than sign has a backslash before it."""
        env["page"].error("raw HTML is not read here; write Markdown (and \\< for a less-than sign)")
        return ""

    html_inline = html_block

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """A link leads to a block, to a module, to https or to a mailbox; any other would be taken out."""
        env["page"].note_link(str(tokens[idx].attrs.get("href", "")))
        return self.renderToken(tokens, idx, options, env)

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:  # noqa: ARG002 (markdown-it's signature)
        """A worked example, a note or a film; without a word after the fence, preformatted text."""
        token, page = tokens[idx], env["page"]
        kind, _, title = token.info.strip().partition(" ")
        if not kind:
            page.text.append(token.content)
            return f"<pre><code>{escape(token.content)}</code></pre>\n"
        if kind not in FENCES:
            page.error(f"there is no kind of passage {kind!r} {listed(list(FENCES), kind)}")
            return ""
        title = page.with_facts(title.strip(), as_html=False)
        if kind == "note":
            return _note(page, title, token.content)
        return video_html(page, token.content) if kind == "video" else example_html(page, title, token.content)

    def renderToken(  # noqa: N802 (markdown-it's name)
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        """A table's alignment as a class: the page's policy allows no inline style."""
        token = tokens[idx]
        aligned = _ALIGNED.search(str(token.attrs.pop("style", "")))
        if aligned and aligned[1] != "left":
            token.attrSet("class", f"align-{aligned[1]}")
        return super().renderToken(tokens, idx, options, env)

    def _figure(self, token: Token, page: Page) -> str:
        alt = page.with_facts(self._plain(token.children or [], page), as_html=False).strip()
        caption = page.with_facts(str(token.attrs.get("title", "")), as_html=True)
        if not alt:
            page.error("the picture has no text for someone who cannot see it; write it between the brackets of ![…]")
        path = str(token.attrs.get("src", ""))
        drawing = page.drawing(path, alt)
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        if drawing is not None and page.in_note:
            page.error("a drawing stands outside the note, in a paragraph of its own")
        elif drawing is not None:
            page.drawings.append(drawing)
            return f'<figure class="drawing drawing-{len(page.drawings) - 1}">{below}</figure>\n'
        if drawing is not None:
            return ""
        asset = page.asset(path, "image")
        if asset is None:
            return ""
        size = f' width="{asset.width}" height="{asset.height}"' if asset.width else ""
        shown = f'<img src="{asset.address}" alt="{escape(alt)}"{size} loading="lazy">'
        return f"<figure>{shown}{below}</figure>\n"

    def _plain(self, tokens: Sequence[Token], page: Page) -> str:
        """Return inline tokens as text."""
        said = ""
        for token in tokens:
            if token.type in {"softbreak", "hardbreak"}:
                said += " "
            elif token.type == "image":
                said += f"{self._plain(token.children or [], page)} {token.attrs.get('title', '')}"
            elif token.type in {"text", "code_inline"}:
                said += token.content
        return page.with_facts(said, as_html=False)


def _is_figure(token: Token) -> bool:
    children = token.children or []
    return token.type == "inline" and len(children) == 1 and children[0].type == "image"


def _is_around_figure(tokens: Sequence[Token], index: int) -> bool:
    beside = {"paragraph_open": 1, "paragraph_close": -1}.get(tokens[index].type)
    return beside is not None and _is_figure(tokens[index + beside])


def _note(page: Page, title: str, content: str) -> str:
    if page.in_note:
        return page.error("a note cannot hold another note") or ""
    inner = render_tokens(tokens_of(content), page.passage, page.line + 1, in_note=True)
    page.text += [title, inner.text]
    page.facts |= inner.facts
    heading = f'<p class="note-title">{escape(title)}</p>' if title else ""
    return f'<aside class="note">{heading}{inner.html}</aside>\n'


_PARSER = MarkdownIt("commonmark", renderer_cls=_Renderer).enable("table")
