"""The dated facts for everyone: `/facts.json`, and the page `/numbers` that lists them with what changed."""

import json
import re
from collections.abc import Iterable
from html import escape

from shared.authoring.facts import NOT_IN_FORCE, Fact, day

_SAID = {
    "in_force": "in force",
    "statute": "law",
    "proposed": "proposed",
    "projected": "projected",
    "vacated": "struck down",
    "ended": "ended",
    "reported": "as reported",
}
_HEADINGS = {
    "loans": "Student loans",
    "rap": "Student loans",
    "save": "Student loans",
    "pslf": "Student loans",
    "idr": "Student loans",
    "poverty": "Student loans",
    "nhsc": "Student loans",
    "plan": "Retirement plans",
    "sep": "Retirement plans",
    "simple": "Retirement plans",
    "ira": "Retirement plans",
    "hsa": "Health accounts",
    "fsa": "Health accounts",
    "tax": "Taxes",
    "pfs": "Medicare fees",
    "wrvu": "Medicare fees",
    "fee": "Medicare fees",
    "em": "Medicare fees",
    "g2211": "Medicare fees",
    "mod25": "Medicare fees",
    "sma": "Medicare fees",
    "telehealth": "Medicare fees",
    "ccm": "Care management",
    "tcm": "Care management",
    "apcm": "Care management",
    "awv": "Care management",
    "acp": "Care management",
    "access": "Care management",
    "comp": "Pay",
    "noncompete": "Contracts",
    "tail": "Contracts",
    "malpractice": "Contracts",
    "bonus": "Contracts",
    "visa": "Contracts",
    "stark": "Contracts",
    "ssdi": "Insurance",
    "di": "Insurance",
    "term": "Insurance",
    "umbrella": "Insurance",
    "mssp": "Value-based care",
    "apm": "Value-based care",
    "mips": "Value-based care",
    "reach": "Value-based care",
    "lead": "Value-based care",
    "team": "Value-based care",
    "models": "Value-based care",
    "practice": "Practice",
    "ssa": "Taxes",
}


def public_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Return what may be shown: a figure that nobody has seen is none."""
    return [fact for fact in facts if fact.seen != "none"]


def facts_json(facts: Iterable[Fact]) -> str:
    """Return the body of /facts.json."""
    return json.dumps({"facts": [_public(fact) for fact in public_facts(facts)]}, ensure_ascii=False, indent=1) + "\n"


def numbers_page(facts: Iterable[Fact], frame: str) -> str:
    """Return the page, in the frame of another page of the site."""
    body = (
        f'<main id="main" tabindex="-1">\n<article class="numbers">\n{_words(public_facts(facts))}</article>\n</main>'
    )
    title = "Numbers that change with the year"
    page = re.sub(r"<title>[^·]*·", f"<title>{title} ·", frame, count=1)
    about = "Every dated number and rule of the course: for when it holds, who says so, and what changed."
    page = re.sub(r'(<meta name="description" content=")[^"]*', rf"\g<1>{about}", page, count=1)
    style = '<link rel="stylesheet" href="/styles/numbers.css">\n<script type="module"'
    page = page.replace('<script type="module"', style, 1)
    return re.sub(r'<main id="main".*</main>', lambda _: body, page, count=1, flags=re.DOTALL)


def _public(fact: Fact) -> dict[str, object]:
    changed = max((change.day for change in fact.changes), default=None)
    return {
        "key": fact.key,
        "value": fact.value,
        "label": fact.label,
        "status": fact.status,
        "applies_to": fact.applies_to.model_dump(mode="json"),
        "source": fact.source.model_dump(mode="json", exclude_none=True),
        "source_date": fact.source_date,
        "verified_on": fact.verified_on and fact.verified_on.isoformat(),
        "review_by": fact.review_by.isoformat(),
        "changed_at": changed and changed.isoformat(),
    }


def _words(facts: list[Fact]) -> str:
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(_HEADINGS.get(fact.key.partition(".")[0], "Other rules"), []).append(fact)
    checked = sum(fact.verified_on is not None for fact in facts)
    intro = (
        "<h1>Numbers that change with the year</h1>\n"
        f'<p class="lede">The course uses {len(facts)} dated numbers and rules. Each says for when it holds and who '
        f"says so. Our reviewer has checked {checked or 'none'} of them against the live page yet.</p>\n"
        '<p>The same as data: <a href="/facts.json">facts.json</a>.</p>\n'
    )
    return intro + _changes(facts) + "".join(_group(heading, inside) for heading, inside in groups.items())


def _changes(facts: list[Fact]) -> str:
    """What changed, newest first."""
    changed = sorted(((change, fact) for fact in facts for change in fact.changes), key=lambda pair: pair[0].day)
    items = "".join(
        f"<li><strong>{day(change.day)}</strong>: {escape(fact.label)}, from {escape(change.before)} to "
        f"{escape(fact.value)}{f' ({escape(change.note)})' if change.note else ''}</li>\n"
        for change, fact in reversed(changed)
    )
    said = f"<ul>\n{items}</ul>\n" if items else "<p>Nothing has changed since the course was written.</p>\n"
    return f'<section id="changes"><h2>What changed</h2>\n{said}</section>\n'


def _group(heading: str, facts: list[Fact]) -> str:
    rows = "".join(_row(fact) for fact in facts)
    head = (
        '<thead><tr><th scope="col">What</th><th scope="col">Number or rule</th><th scope="col">From</th></tr></thead>'
    )
    return f"<section><h2>{heading}</h2>\n<table>{head}<tbody>\n{rows}</tbody></table></section>\n"


def _row(fact: Fact) -> str:
    state = f'<span class="state">{_SAID[fact.status]}</span> ' if fact.status in NOT_IN_FORCE | {"reported"} else ""
    source = f'<a href="{escape(fact.source.url)}" rel="noopener noreferrer">{escape(fact.source.title)}</a>'
    return (
        f'<tr id="{escape(fact.key)}"><th scope="row">{escape(fact.label)}</th><td>{state}{escape(fact.value)}</td>'
        f"<td>{escape(fact.provenance())}<br>{source}</td></tr>\n"
    )
