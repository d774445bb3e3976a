"""The passages that are more than Markdown: worked examples and films."""

import re
from collections.abc import Mapping
from html import escape

from shared.authoring.arithmetic import Calculation, recompute
from shared.authoring.facts import Fact, day
from shared.authoring.files import Source
from shared.authoring.language import Incorrect
from shared.authoring.page import Page
from shared.authoring.records import Video
from shared.authoring.validation import record_in
from shared.authoring.yaml_source import parse_yaml


def example_html(page: Page, title: str, content: str) -> str:
    """Return a worked example as a table, every line of it recomputed."""
    rows = ""
    page.text.append(title)
    for offset, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            calculated = recompute(line.strip())
        except Incorrect as problem:
            page.error(str(problem), page.line + offset)
            continue
        page.text.append(f"{calculated.label}: {calculated.expression} = {calculated.result.written}")
        page.passage.examples.setdefault(title, {})[calculated.label] = calculated.result
        rows += _row(calculated)
    if not title or not content.strip():
        page.error("an example has a title after its name and at least one line")
    return f'<div class="example"><table><caption>{escape(title)}</caption><tbody>{rows}</tbody></table></div>\n'


def _row(line: Calculation) -> str:
    return (
        f'<tr><th scope="row">{escape(line.label)}</th><td class="expression">{escape(line.expression)}</td>'
        f'<td class="result">= {escape(line.result.written)}</td></tr>'
    )


def video_html(page: Page, content: str) -> str:
    """Return a film with its captions and transcript; `content` is the fence's YAML."""
    document = parse_yaml(Source(page.passage.path, content, page.line + 1), page.passage.findings)
    video = record_in(document, Video, page.passage.findings) if document else None
    if video is None:
        return ""
    page.text += [video.title, video.transcript]
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", video.transcript))
    transcript = f'<details class="transcript"><summary>Transcript</summary>{paragraphs}</details>'
    caption = f"<figcaption>{escape(video.title)}</figcaption>"
    return f'<figure class="video">{_player(page, video)}{caption}{transcript}</figure>\n'


def _player(page: Page, video: Video) -> str:
    """Return the film, or nothing where the slot waits for it."""
    if video.file is None:
        return ""
    if video.captions is None:
        return page.error("a film has captions; name their file (captions: media/….vtt)") or ""
    film, captions = page.asset(video.file, "video"), page.asset(video.captions, "captions")
    poster = page.asset(video.poster, "poster") if video.poster else None
    if film is None or captions is None:
        return ""
    still = f' poster="{poster.address}"' if poster else ""
    track = f'<track kind="captions" src="{captions.address}" srclang="en" label="English">'
    source = f'<source src="{film.address}" type="{film.content_type}">'
    size = f' width="{film.width}" height="{film.height}"' if film.width and film.height else ""
    return f'<video controls="" playsinline="" preload="none"{size}{still}>{source}{track}</video>'


def dated_numbers(facts: Mapping[str, Fact]) -> str:
    """Return a block's dated facts as a list that opens: each with when it holds, who says so, and who checked it."""
    if not facts:
        return ""
    items = "".join(_dated(fact) for fact in facts.values())
    said = "Dated number" if len(facts) == 1 else "Dated numbers"
    return f'<details class="dated"><summary>{said} in this section</summary><ul>{items}</ul></details>\n'


def _dated(fact: Fact) -> str:
    source = f'<a href="{escape(fact.source.url)}" rel="noopener noreferrer">{escape(fact.source.title)}</a>'
    known = f"{escape(fact.label)}: <strong>{escape(fact.value)}</strong>"
    newest = max(fact.changes, key=lambda change: change.day, default=None)
    changed = f' data-changed="{newest.day}"' if newest else ""
    before = f"<br>Changed on {day(newest.day)}; it was {escape(newest.before)}" if newest else ""
    return (
        f'<li data-fact="{escape(fact.key)}"{changed}>{known}<br>{escape(fact.provenance())}{before}<br>{source}</li>'
    )
