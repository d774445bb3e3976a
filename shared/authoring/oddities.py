"""What would not read as its author meant: Markdown of other programs, marks that a word processor left behind."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(?:~~~|```)")
_ODD = {
    re.compile(r"\[\^[^\]]+\]"): "a footnote is not read here; say it in the text, or link to the source",
    re.compile(r"^\s*>\s*\[!\w+\]"): "a callout is not read here; write ~~~note Title",
    re.compile(r"^\s*[•·◦▪\u2013]\s"): "this line would not be a list; begin it with a dash and a space",
    re.compile(r"!\[[^\]]*\]\([^)\"]*[^)\"\s]\s+[^)\"\s][^)\"]*\)"): "a picture's file has no spaces in its name",
    re.compile(r"^\s*:::"): "a ::: block is not read here; write ~~~note Title",
    re.compile(r"==[^=\s][^=]*=="): "==marked== words are not read here; use **bold**",
    re.compile(r"\]\((?:http://|tel:)"): "the link would be taken out; only https:// and mailto: can be followed",
}  # fmt: skip
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")


def oddities(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line (from 0) and what is odd about it; what stands between fences is left alone."""
    lines, inside = text.split("\n"), False
    for number, line in enumerate(lines):
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            yield from ((number, said) for pattern, said in _ODD.items() if pattern.search(line))
            yield from _table(lines, number)


def _table(lines: list[str], number: int) -> Iterator[tuple[int, str]]:
    """A table's first row is followed by a row of dashes, and each row has as many cells as the first."""
    if not _ROW.match(lines[number]) or (number and _ROW.match(lines[number - 1])):
        return
    if number + 1 >= len(lines) or not _RULE.match(lines[number + 1]):
        yield number, "this would not be a table; put a row of dashes below its first row: |---|---|"
        return
    cells = lines[number].count("|")
    for place in range(number + 1, len(lines)):
        if not _ROW.match(lines[place]):
            return
        if lines[place].replace("\\|", "").count("|") != cells:
            yield place, f"this row has {lines[place].count('|') - 1} cells and the first has {cells - 1}"
