"""American English wherever a person reads: on the pages, in what their scripts say, in mails and in refusals."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
PAGES = [*sorted(SITE.rglob("*.html")), ROOT / "shared" / "certificates" / "page.html"]
SCRIPTS = sorted((SITE / "scripts").glob("*.js"))
SPOKEN = [
    *sorted((ROOT / "shared").rglob("problems.py")),
    ROOT / "netlify" / "standins" / "supabase_auth" / "mails.py",
]
BRITISH = re.compile(
    r"\b(?:colou?rs?(?<!color)(?<!colors)|favour\w*|honour\w*|behaviour\w*|labour\w*|neighbour\w*|programmes?|cheques?|"
    r"centres?|licences?|practis\w+|\w+isations?|organis\w+|recognis\w+|realis\w+|apologis\w+|analys(?:e|ed|ing)|"
    r"travell(?:ed|ing)|cancell(?:ed|ing)|judgement|towards|whilst|amongst|learnt|spelt|enrol|enrolment|fulfil|"
    r"instalments?|advisers?|paediatric\w*|grey|tyres?|maths|post code|mobile number|fortnight)\b",
    re.IGNORECASE,
)
# What was said here once, and nobody says there.
NEVER = (
    "sign in to go on",
    "have a link sent",
    "have a new one sent",
    "password now",
    "to the first page",
    "practise",
    "forgotten your password",
)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')


class Words(HTMLParser):
    """The text of a page, and the attributes that are read aloud."""

    def __init__(self, html: str):
        super().__init__()
        self.said: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Keep what screen readers, tabs and search results say (the parser names the parameters)."""
        self.said += [value or "" for name, value in attrs if name in {"alt", "aria-label", "title", "content"}]

    def handle_data(self, data: str) -> None:
        """Keep what is to be seen."""
        self.said.append(data)


def strings(source: str) -> str:
    """Return the string literals of a script, which is where it speaks; codes of programs have no spaces."""
    found = (double or template for double, template in STRING.findall(source))
    return "\n".join(text for text in found if " " in text or text.istitle())


@pytest.mark.parametrize("path", [*PAGES, *SCRIPTS, *SPOKEN], ids=lambda path: path.stem)
def test_american(path: Path) -> None:
    """No word is spelled as in Britain, and none of the phrases that no American says is there."""
    if not path.exists():
        pytest.fail(f"{path} is gone: take it out of this list")
    text = path.read_text()
    said = " ".join(Words(text).said) if path.suffix == ".html" else strings(text)
    assert BRITISH.findall(said) == []
    assert [phrase for phrase in NEVER if phrase in said.lower()] == []


def test_problem_pages_speak_to_people_first() -> None:
    """A problem page begins with a sentence for people; what concerns programs stands at its end."""
    for path in sorted((SITE / "problems").glob("*.html")):
        article = path.read_text().partition("<article")[2].partition("</article>")[0]
        before, programs, _ = article.partition("For programs: status ")
        assert programs, path
        assert article.index("<h1>") < 60, f"{path}: the first thing said is not for people"
        assert not re.search(r"\b(JSON|UTF-8|header|request|Retry-After|Authorization|x-request-id)\b", before), path
