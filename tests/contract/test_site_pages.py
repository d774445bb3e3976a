"""Every page of the site keeps promises that no browser checks for us: one frame, no inline code, no dead end."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest

from shared.authoring.publish import NUMBERS

SITE = Path(__file__).resolve().parents[2] / "site"
CERTIFICATE = SITE.parent / "shared" / "certificates" / "page.html"  # a function answers with it
PAGES = [*sorted(SITE.glob("*.html")), *sorted((SITE / "problems").glob("*.html")), CERTIFICATE]
SCRIPTS = sorted((SITE / "scripts").glob("*.js"))
PATTERNED = ("/learn/", "/quiz/", "/certificate/")  # netlify.toml sends these to one page each
VOID = {"meta", "link", "input", "br", "path", "img"}


class Tag(NamedTuple):
    """An element as it was written."""

    name: str
    attributes: dict[str, str | None]


class Page(HTMLParser):
    """Collects the elements of a page, and the text inside script and style."""

    def __init__(self, path: Path):
        super().__init__()
        self.tags: list[Tag] = []
        self.inline = ""
        self._open = ""
        self.feed(path.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.tags.append(Tag(tag, dict(attrs)))
        self._open = tag if tag not in VOID else self._open

    def handle_data(self, data: str) -> None:
        """Note what a strict content security policy would refuse."""
        if self._open in {"script", "style"}:
            self.inline += data.strip()


def name_of(path: Path) -> str:
    """Return the page's name for pytest."""
    return path.name


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_nothing_inline(path: Path) -> None:
    """A page carries no inline script, style or event handler, so that the policy can forbid them all."""
    page = Page(path)
    assert page.inline == ""
    for tag in page.tags:
        assert "style" not in tag.attributes
        assert not [name for name in tag.attributes if name.startswith("on")]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_one_frame(path: Path) -> None:
    """Every page has the same masthead and footer, one h1 at most in its source, a title, a main and a language."""
    text = path.read_text()
    first = (SITE / "index.html").read_text()
    for start, end in (('<a class="skip"', '<main id="main"'), ('<footer class="footer">', "</html>")):
        assert _between(text, start, end) == _between(first, start, end)
    assert text.count("<h1") <= 1
    assert '<html lang="en">' in text
    assert re.search(r"<title>[^<]{8,}</title>", text)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    """Every address in a page is one the site serves."""
    for tag in Page(path).tags:
        address = tag.attributes.get("href") or tag.attributes.get("src")
        if address and address.startswith("/"):
            assert _is_served(address), f"{address} leads nowhere"


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_scripts_are_whole(path: Path) -> None:
    """Every import names a file of ours and something that it exports, and innerHTML stands in one place only."""
    text = path.read_text()
    for names, address in re.findall(r'import (?:\{([^}]*)\} from )?"(/[^"]+)"', text):
        assert _is_served(address), f"{address} is not there"
        imported = (SITE / address.lstrip("/")).read_text()
        for name in filter(None, (part.split(" as ")[0].strip() for part in names.split(","))):
            assert re.search(
                rf"export (?:async )?(?:function\*?|const|class) {re.escape(name)}\b",
                imported,
            )
    assert ("innerHTML" in text.replace("/** ", "")) == (path.name == "markup.js")
    assert "eval(" not in text


def _between(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


def _is_served(address: str) -> bool:
    path = re.split(r"[?#]", address)[0]
    if path == "/" or path.startswith(PATTERNED):
        return True
    files = [path.lstrip("/") + ending for ending in ("", ".html")]
    return NUMBERS in files or any((SITE / name).is_file() for name in files)  # the one page that a build makes


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_modules_are_preloaded(path: Path) -> None:
    """A page names every module that its script imports, so that none waits for another to arrive."""
    tags = Page(path).tags
    scripts = [str(tag.attributes["src"]) for tag in tags if tag.attributes.get("type") == "module"]
    preloaded = [str(tag.attributes["href"]) for tag in tags if tag.attributes.get("rel") == "modulepreload"]
    assert preloaded == sorted(_imports_of(scripts[0], set())), "one <link rel=modulepreload> for each, sorted"


def _imports_of(script: str, found: set[str]) -> set[str]:
    text = (SITE / script.lstrip("/")).read_text()
    for address in re.findall(r'^import (?:\{[^}]*\} from )?"(/[^"]+)"', text, re.MULTILINE):
        if address not in found:
            found.add(address)
            _imports_of(address, found)
    return found


@pytest.mark.parametrize("path", sorted((SITE / "styles").glob("*.css")), ids=name_of)
def test_double_rules_are_two_lines(path: Path) -> None:
    """A double rule is 3 px: WebKit on a plain monitor fills any other width that thirds do not divide."""
    assert set(re.findall(r"(\S+) double", path.read_text())) <= {"3px"}
