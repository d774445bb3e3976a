"""Into the site: preview media, under names that their content decides, and the dated facts."""

import re
from pathlib import Path

from shared.authoring.load import Course
from shared.authoring.numbers import facts_json, numbers_page

NUMBERS = "numbers.html"
FRAME = "404.html"  # the plainest page: the page of numbers takes its masthead and footer

_OURS = re.compile(r"[0-9a-f]{32}\.[a-z0-9]+")


def publish(course: Course, site: Path, *, dry_run: bool = False) -> list[str]:
    """Make sure that `site`/media holds what the course's preview modules show; return what was done."""
    folder = site / "media"
    wanted = _wanted(course)
    missing = [name for name in sorted(wanted) if not _holds(folder / name, wanted[name])]
    if missing and not dry_run:
        folder.mkdir(parents=True, exist_ok=True)
        for name in missing:
            unfinished = folder / f".{name}.unfinished"
            unfinished.write_bytes(wanted[name])
            unfinished.replace(folder / name)
    return [f"write site/media/{name}" for name in missing] + publish_facts(course, site, dry_run=dry_run)


def publish_facts(course: Course, site: Path, *, dry_run: bool = False) -> list[str]:
    """Make sure that `site` says the course's dated facts, as data and as a page; return what was done."""
    pages = {"facts.json": facts_json(course.facts)}
    frame = site / FRAME
    if frame.exists():
        pages[NUMBERS] = numbers_page(course.facts, frame.read_text())
    stale = [name for name, text in pages.items() if not _holds(site / name, text.encode())]
    for name in stale if not dry_run else []:
        site.mkdir(parents=True, exist_ok=True)
        unfinished = site / f".{name}.unfinished"
        unfinished.write_text(pages[name])
        unfinished.replace(site / name)
    return [f"write site/{name}" for name in stale]


def withdraw(course: Course, site: Path, *, dry_run: bool = False) -> list[str]:
    """Remove from `site`/media what the course no longer shows; return what was done."""
    wanted = _wanted(course)
    present = sorted((site / "media").glob("*"))
    stale = [path for path in present if _OURS.fullmatch(path.name) and path.name not in wanted]
    for path in stale if not dry_run else []:
        path.unlink(missing_ok=True)
    return [f"remove site/media/{path.name}" for path in stale]


def _wanted(course: Course) -> dict[str, bytes]:
    return {asset.name: asset.content for module in course.modules for asset in module.assets if asset.is_public}


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
